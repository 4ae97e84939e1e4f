using System.Text.Json;
using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Tests.Cluster.Etcd;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>The loop by itself: overload is seen, the right guest goes to the right node, and nothing moves for nothing.</summary>
[TestFixture]
[Category("Lab")]
public sealed class AutopilotTests : LabFixture
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>Sampling, the last look with its observation, and the migration of a small guest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // One processor, always, and little memory that changes.
    private static readonly string[] Busy = ["--rate", "100000000", "--dirty", "1MiB", "--change", "4000"];

    /// <summary>From the overload to its end, the migration itself not counted. 18 s were seen; a machine that runs tests may be busy.</summary>
    private static readonly TimeSpan Relief = TimeSpan.FromSeconds(30);

    private readonly List<string> _guests = [];

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("autopilot", "bookworm", "--hosts", "3");

    [TearDown]
    public async Task RemoveGuestsAsync()
    {
        foreach (LabHost host in Lab.Hosts)
            await Lab.DaemonAsync(host, "start");
        foreach (string guest in _guests)
            await Lab.DestroyGuestAsync(guest);
        _guests.Clear();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Serve_Armed_MovesAGuestFromTheOverloadedNodeAndNothingBack(bool etcd)
    {
        using EtcdServer? server = etcd ? EtcdServer.Start() : null;
        // h1 has 1.6 processors for two guests that want one each. h2 has room, h3 has not: it counts as a fifth of a processor.
        using ServeProcess serve = await StartAsync(armed: true, server, ("h1", 1.6), ("h2", 2), ("h3", 0.2));
        await StartGuestAsync("busy1", Busy);
        await StartGuestAsync("busy2", Busy);
        await serve.UntilAsync("seeing the load", TimeSpan.FromSeconds(30), async () => await DemandAsync(serve, "h1") > 0.9);
        long began = TimeProvider.System.GetTimestamp();

        await serve.UntilAsync("overloaded", Duration + TimeSpan.FromSeconds(25), async () => await OverloadedAsync(serve, "h1") == 1);
        await serve.UntilAsync("one guest on h2", Patience, async () => (await OnAsync(Lab[1])).Length == 1);
        await serve.UntilAsync("well again", TimeSpan.FromSeconds(30), async () => await OverloadedAsync(serve, "h1") == 0);
        TimeSpan loaded = TimeProvider.System.GetElapsedTime(began);
        await Task.Delay(TimeSpan.FromSeconds(20));

        (string[] first, string[] second, string[] third) = (await OnAsync(Lab[0]), await OnAsync(Lab[1]), await OnAsync(Lab[2]));
        Assert.That((first.Length, second.Length, third.Length), Is.EqualTo((1, 1, 0)), serve.Log);
        Assert.That(await Lab[1].StateAsync(second[0]), Is.EqualTo("running"));
        CommandResult check = await Lab.CheckGuestAsync(second[0]);
        Assert.That(check.ExitCode, Is.Zero, check.ToString());

        JsonElement decision = (await DecisionsAsync(serve)).First(d => d.GetProperty("outcome").GetString() == "move");
        JsonElement move = decision.GetProperty("moves").EnumerateArray().Single();
        Assert.Multiple(() =>
        {
            Assert.That(move.GetProperty("state").GetString(), Is.EqualTo("completed"));
            Assert.That((move.GetProperty("from").GetString(), move.GetProperty("to").GetString()), Is.EqualTo(("h1", "h2")));
        });
        string migration = move.GetProperty("migrationId").GetString()!;
        CommandResult explained = await RunAsync(serve, "explain", migration, "--replay");
        Assert.That(explained.ExitCode, Is.Zero, explained.ToString());
        Assert.That(explained.Output, Does.Contain("would-overload").And.Contain("made again from its record: the same"));
        TimeSpan relief = loaded - await DurationAsync(serve, migration);
        await TestContext.Out.WriteLineAsync($"relief after {relief.TotalSeconds:0.0} s, the migration not counted");
        Assert.That(relief, Is.LessThan(Relief));
        Assert.That((await serve.ScrapeAsync()).Value("shadowmig_autopilot_moves_total", "result=\"completed\""), Is.EqualTo(1));
    }

    [Test]
    public async Task Serve_TwoNodesAreOverloaded_DoNotBothFillTheOneTarget()
    {
        // h3 has room for one of the four guests.
        using ServeProcess serve = await StartAsync(armed: true, ("h1", 1.6), ("h2", 1.6), ("h3", 1.4));
        foreach (string guest in (string[])["busy1", "busy2", "busy3", "busy4"])
            await StartGuestAsync(guest, guest is "busy1" or "busy2" ? Lab[0] : Lab[1], Busy);

        await serve.UntilAsync("one guest on h3", Patience + Duration, async () => (await OnAsync(Lab[2])).Length > 0);
        await Task.Delay(TimeSpan.FromSeconds(25));

        (string[] first, string[] second, string[] third) = (await OnAsync(Lab[0]), await OnAsync(Lab[1]), await OnAsync(Lab[2]));
        Assert.That((first.Length + second.Length, third.Length), Is.EqualTo((3, 1)), serve.Log);
        string[] outcomes = [.. (await DecisionsAsync(serve)).Select(d => d.GetProperty("outcome").GetString()!)];
        Assert.That(outcomes.Count(o => o == "move"), Is.EqualTo(1), string.Join(", ", outcomes));
    }

    [Test]
    public async Task Serve_OverloadOnAnotherNode_ForecastsTheMoveFromTheGuestsWorkingSet()
    {
        // The service watches h1; h2 has 1.6 processors.
        using ServeProcess serve = await StartAsync(armed: false, ("h1", 2), ("h2", 1.6), ("h3", 2));
        await StartGuestAsync("busy1", Lab[1], Busy);
        // Observed every 5 s, over 1 and 2 s.
        await Task.Delay(TimeSpan.FromSeconds(25));
        await StartGuestAsync("busy2", Lab[1], Busy);
        await serve.UntilAsync("deciding", Duration + Patience, async () => (await DecisionsAsync(serve)).Any(d => d.GetProperty("outcome").GetString() == "move"));

        JsonElement guest = DecidedGuest(serve, "busy1");
        Assert.That(guest.GetProperty("forecast").GetProperty("isPlanned").GetBoolean(), Is.True, guest.ToString());
    }

    [Test]
    public async Task Serve_NotArmed_RecordsTheDecisionAndMovesNothing()
    {
        using ServeProcess serve = await StartAsync(armed: false, ("h1", 0.5), ("h2", 2), ("h3", 2));
        await StartGuestAsync("busy1", Busy);
        await serve.UntilAsync("deciding", Duration + Patience, async () => (await DecisionsAsync(serve)).Length > 0);
        await Task.Delay(TimeSpan.FromSeconds(10));

        JsonElement[] decisions = await DecisionsAsync(serve);
        Assert.That(decisions, Has.Length.EqualTo(1), "the same answer is not written again");
        Assert.That((decisions[0].GetProperty("outcome").GetString(), decisions[0].GetProperty("armed").GetBoolean()), Is.EqualTo(("move", false)));
        Assert.That(decisions[0].GetProperty("moves")[0].GetProperty("state").GetString(), Is.EqualTo("not-armed"));
        Assert.That(await OnAsync(Lab[0]), Is.EqualTo(new[] { "busy1" }));
    }

    [Test]
    public async Task Serve_ArmedAndAShortSpike_MovesNobody()
    {
        using ServeProcess serve = await StartAsync(armed: true, ("h1", 0.5), ("h2", 2), ("h3", 2));
        await StartGuestAsync("spike", Busy);
        await serve.UntilAsync("seeing the load", TimeSpan.FromSeconds(30), async () => await DemandAsync(serve, "h1") > 0.9);
        // Its processors stop before the duration is over.
        await Lab[0].VirshAsync("suspend", "spike");
        await Task.Delay(Duration + TimeSpan.FromSeconds(10));

        Assert.That(await DecisionsAsync(serve), Is.Empty, serve.Log);
        Assert.That(await OverloadedAsync(serve, "h1"), Is.Zero);
        Assert.That(await OnAsync(Lab[0]), Is.EqualTo(new[] { "spike" }));
    }

    [Test]
    public async Task Serve_TargetFillsUpAfterTheDecision_TakesTheNextBest()
    {
        using ServeProcess serve = await StartAsync(armed: true, ("h1", 1.6), ("h2", 2), ("h3", 1.5));
        string[] fillers = ["filler1", "filler2"];
        foreach (string filler in fillers)
        {
            await StartGuestAsync(filler, Lab[1], Busy);
            await Lab[1].VirshAsync("suspend", filler);
        }

        await StartGuestAsync("busy1", Busy);
        await StartGuestAsync("busy2", Busy);
        JsonElement move = await FirstMoveAsync(serve);
        Assert.That(move.GetProperty("to").GetString(), Is.EqualTo("h2"), serve.Log);
        foreach (string filler in fillers)
            await Lab[1].VirshAsync("resume", filler);

        await serve.UntilAsync("one guest on h3", Patience, async () => (await OnAsync(Lab[2])).Length == 1);
        await serve.UntilAsync("well again", TimeSpan.FromSeconds(30), async () => await OverloadedAsync(serve, "h1") == 0);
        Assert.That(await OnAsync(Lab[1]), Is.EquivalentTo(fillers), serve.Log);
        JsonElement refused = (await DecisionsAsync(serve)).Last(d => d.GetProperty("outcome").GetString() == "move").GetProperty("moves")[0];
        Assert.That(refused.GetProperty("state").GetString(), Is.EqualTo("refused"), serve.Log);
        Assert.That(refused.GetProperty("reasons")[0].GetProperty("code").GetString(), Is.EqualTo("would-overload"), serve.Log);
        CommandResult check = await Lab.CheckGuestAsync((await OnAsync(Lab[2]))[0]);
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Serve_TargetDies_TheGuestRunsOnAndGoesToTheNextBest(bool whileItMoves)
    {
        using ServeProcess serve = await StartAsync(armed: true, ("h1", 0.5), ("h2", 2), ("h3", 1.5));
        // A daemon that was just started may need seconds for its first answer, and a node that has not answered takes nobody.
        await serve.UntilAsync("h2 answers", Patience, async () => (await serve.ScrapeAsync()).Value("shadowmig_fleet_node_up", "node=\"h2\"") == 1);
        // 80 MiB that have to travel at 10 MiB/s.
        await StartGuestAsync("traveller", [.. Busy, "--memory", "256MiB", "--workload", "idle=83886080"]);
        JsonElement move = await FirstMoveAsync(serve);
        Assert.That(move.GetProperty("to").GetString(), Is.EqualTo("h2"), serve.Log);
        if (whileItMoves)
        {
            await serve.UntilAsync("under way", Patience, async () => (await serve.ScrapeAsync()).Value("shadowmig_migration_memory_processed_bytes", "domain=\"traveller\"") > 0);
            await Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", "-KILL", $"{await Lab[1].QemuAsync("traveller")}");
        }

        await Lab.DaemonAsync(Lab[1], "kill");
        await serve.UntilAsync("on h3", 2 * Patience, async () => (await OnAsync(Lab[2])).Length == 1);
        await serve.UntilAsync("well again", TimeSpan.FromSeconds(30), async () => await OverloadedAsync(serve, "h1") == 0);
        await Lab.DaemonAsync(Lab[1], "start");

        Assert.That((await OnAsync(Lab[0]), await OnAsync(Lab[1]), await OnAsync(Lab[2])), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>(), new[] { "traveller" })), serve.Log);
        CommandResult check = await Lab.CheckGuestAsync("traveller");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
        string?[] states = [.. (await DecisionsAsync(serve)).Where(d => d.GetProperty("outcome").GetString() == "move").Select(d => d.GetProperty("moves")[0].GetProperty("state").GetString())];
        // Killed between the last look and the begin, it is a failure as well.
        Assert.That(states, Is.EqualTo(new[] { "completed", "failed" }).Or.EqualTo(new[] { "completed", whileItMoves ? "failed" : "refused" }), serve.Log);
    }

    [Test]
    public async Task Serve_EndsWhileAGuestMoves_AbortsAndTheGuestIsWhereItWas()
    {
        using ServeProcess serve = await StartAsync(armed: true, ("h1", 0.5), ("h2", 2), ("h3", 0.2));
        // 300 MiB that have to travel at 10 MiB/s.
        await StartGuestAsync("traveller", [.. Busy, "--memory", "512MiB", "--workload", "idle=314572800"]);
        await serve.UntilAsync("under way", Duration + Patience, async () => (await serve.ScrapeAsync()).Value("shadowmig_migration_memory_processed_bytes", "domain=\"traveller\"") > 0);
        CommandResult end = await serve.StopAsync();

        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That((await Lab[0].StateAsync("traveller"), await Lab[1].StateAsync("traveller")), Is.EqualTo(("running", (string?)null)), end.Error);
        JsonElement move = (await DecisionsAsync(serve))[0].GetProperty("moves")[0];
        Assert.That(move.GetProperty("state").GetString(), Is.EqualTo("cancelled"), end.Error);
        CommandResult status = await RunAsync(serve, "status");
        Assert.That(status.Output, Does.Contain("no migration is in flight"), "the journal knows how it ended");
        CommandResult check = await Lab.CheckGuestAsync("traveller");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    private Task<ServeProcess> StartAsync(bool armed, params (string Node, double Processors)[] nodes) => StartAsync(armed, null, nodes);

    private Task<ServeProcess> StartAsync(bool armed, EtcdServer? etcd, params (string Node, double Processors)[] nodes)
    {
        string inventory = string.Join(", ", nodes.Select(n => FormattableString.Invariant(
            $"\"{n.Node}\": {{ \"Uri\": \"{Lab.Hosts.Single(h => h.Name == n.Node).Uri}\", \"Processors\": {n.Processors} }}")));
        // The lab's hosts share the machine's processors: only what guests ask for tells them apart.
        return ServeProcess.StartAsync(Lab[0], """{ "cpu-overload": { "Enabled": false } }""", etcd?.Coordination ?? "{}", $$"""
            "Nodes": { {{inventory}} },
            "Profiles": { "default": { "MaxDowntime": "1s", "Bandwidth": "10MiB/s" } },
            "Autopilot": { "Armed": {{(armed ? "true" : "false")}}, "Duration": "5s", "NodeCooldown": "5s", "GuestCooldown": "10s" }
            """);
    }

    private Task StartGuestAsync(string guest, params string[] options) => StartGuestAsync(guest, Lab[0], options);

    private async Task StartGuestAsync(string guest, LabHost host, params string[] options)
    {
        _guests.Add(guest);
        await Lab.StartGuestAsync(guest, host, ["--accel", "auto", .. options]);
    }

    private static async Task<string[]> OnAsync(LabHost host) =>
        [.. (await host.VirshAsync("list", "--name", "--state-running", "--state-paused")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static Task<CommandResult> RunAsync(ServeProcess serve, params string[] arguments) =>
        Command.RunAsync(TimeSpan.FromMinutes(1), ShadowMigCli.Executable, [.. arguments, "--config", serve.ConfigurationFile]);

    private static async Task<JsonElement[]> DecisionsAsync(ServeProcess serve)
    {
        CommandResult result = await RunAsync(serve, "decisions", "--json");
        return [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("decisions").EnumerateArray()];
    }

    // What the decision to move rests on, as it lies in the journal.
    private static JsonElement DecidedGuest(ServeProcess serve, string guest)
    {
        using SqliteConnection journal = new($"Data Source={Path.Combine(Path.GetDirectoryName(serve.ConfigurationFile)!, "journal.db")};Mode=ReadOnly");
        journal.Open();
        using SqliteCommand query = new("SELECT input FROM decisions ORDER BY at DESC LIMIT 1", journal);
        using var input = JsonDocument.Parse((string)query.ExecuteScalar()!);
        return input.RootElement.GetProperty("nodes").EnumerateArray().SelectMany(n => n.GetProperty("guests").EnumerateArray())
            .Single(g => g.GetProperty("domain").GetProperty("name").GetString() == guest).Clone();
    }

    private static async Task<JsonElement> FirstMoveAsync(ServeProcess serve)
    {
        JsonElement[] decisions = [];
        await serve.UntilAsync("deciding to move", Duration + Patience, async () => (decisions = await DecisionsAsync(serve)).Length > 0);
        return decisions[^1].GetProperty("moves")[0];
    }

    private static async Task<TimeSpan> DurationAsync(ServeProcess serve, string migration)
    {
        CommandResult history = await RunAsync(serve, "history", migration, "--json");
        using var report = JsonDocument.Parse(history.Output);
        return TimeSpan.FromSeconds(report.RootElement.GetProperty("phases").EnumerateArray().Sum(p => p.GetProperty("seconds").GetDouble()));
    }

    private static async Task<double?> OverloadedAsync(ServeProcess serve, string node) =>
        (await serve.ScrapeAsync()).Value("shadowmig_node_overloaded", $"node=\"{node}\"", "resource=\"cpu\"");

    private static async Task<double?> DemandAsync(ServeProcess serve, string node) =>
        (await serve.ScrapeAsync()).Value("shadowmig_fleet_node_demand_ratio", $"node=\"{node}\"");
}
