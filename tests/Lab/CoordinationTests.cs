using System.Text.Json;
using ShadowMig.Driver.Tests.Cluster.Etcd;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Several processes, each as on a machine of its own, and one guest: it moves once, and whoever lost its lock only watches.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class CoordinationTests : LabFixture
{
    private static readonly string[] Slowly = ["--bandwidth", "8MiB/s", "--max-downtime", "2s", "--json"];

    private EtcdServer _etcd = null!;
    private ShadowMigCli _one = null!;
    private ShadowMigCli _other = null!;

    [SetUp]
    public async Task StartAsync()
    {
        await Lab.StartGuestAsync("mover", Lab[0], "--accel", "auto", "--memory", "256MiB", "--dirty", "1MiB", "--rate", "20", "--workload", "idle=134217728");
        _etcd = EtcdServer.Start();
        (_one, _other) = (new(Coordination, Lab.Hosts), new(Coordination, Lab.Hosts));
    }

    [TearDown]
    public async Task EndAsync()
    {
        await Lab.DestroyGuestAsync("mover");
        await Lab.DestroyGuestAsync("other");
        _one?.Dispose();
        _other?.Dispose();
        _etcd?.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Migrate_TwoAtOnce_OneRunsAndTheOtherIsRefused(bool etcd)
    {
        using RunningCommand first = Start(etcd ? _one : Cli);
        using RunningCommand second = Start(etcd ? _other : Cli);
        CommandResult[] results = [await first.WaitAsync(TimeSpan.FromMinutes(2)), await second.WaitAsync(TimeSpan.FromMinutes(2))];

        Assert.That(results.Select(r => r.ExitCode), Is.EquivalentTo(new[] { 0, 3 }), string.Join('\n', results.AsEnumerable()));
        await RunsOnceAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Migrate_WhileAnotherDoes_IsRefusedWithWhoItIs(bool etcd)
    {
        using RunningCommand first = Start(etcd ? _one : Cli);
        await UntilJobAsync(first, Lab[0], "mover");

        CliDocument second = await (etcd ? _other : Cli).MigrateAsync("mover", Lab[0], Lab[1], Lenient);
        CliDocument status = await (etcd ? _other : Cli).JsonAsync("status");

        Assert.That(second.ExitCode, Is.EqualTo(3), second.ToString());
        Assert.That(second.ReasonCodes.First(), Is.EqualTo("guest-locked"));
        Assert.That(second.Root.GetProperty("reasons")[0].GetProperty("message").GetString(), Does.Contain($":{first.Id}"), "the process that has it");
        JsonElement standing = status.At("coordination.locks").EnumerateArray().Single();
        Assert.That(standing.GetProperty("holder").GetString(), Does.EndWith($":{first.Id}"));
        CommandResult result = await first.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That((await _other.JsonAsync("status")).At("coordination.locks").GetArrayLength(), Is.Zero, "given back");
        await RunsOnceAsync();
    }

    [Test]
    public async Task Drain_WhileAnotherDrainsTheNode_IsRefusedWithWhoItIsAndGoesOnWhenThatDied()
    {
        using RunningCommand first = _one.Start(["drain", Lab[0].Name, .. Slowly]);
        await UntilJobAsync(first, Lab[0], "mover");

        CliDocument second = await _other.JsonAsync(["drain", Lab[0].Name, .. Lenient]);
        CliDocument status = await _other.JsonAsync("status");
        await first.SignalAsync("KILL");
        await first.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That((second.ExitCode, second.ReasonCodes.First()), Is.EqualTo((3, "node-draining")), second.ToString());
        Assert.That(second.Root.GetProperty("reasons")[0].GetProperty("message").GetString(), Does.Contain($":{first.Id}"), "the process that has it");
        JsonElement standing = status.At("coordination.drains").EnumerateArray().Single();
        Assert.That(standing.GetProperty("node").GetString(), Is.EqualTo(Lab[0].Name));
        Assert.That(standing.GetProperty("holder").GetString(), Does.EndWith($":{first.Id}"));
        await UntilAsync("lapsed", async () => (await _other.JsonAsync("status")).At("coordination.drains").GetArrayLength() == 0);
        // libvirt's job went on without its process.
        await UntilAsync("gone", async () => await Lab[0].StateAsync("mover") is null);
        CliDocument again = await _other.JsonAsync(["drain", Lab[0].Name, .. Lenient]);
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        await RunsOnceAsync();
    }

    [Test]
    public async Task Migrate_TwoGuestsChangePlaces_BothArrive()
    {
        await Lab.StartGuestAsync("other", Lab[1], "--accel", "auto", "--memory", "128MiB", "--dirty", "1MiB", "--rate", "20", "--workload", "idle=67108864");
        using RunningCommand there = Start(Cli);
        using RunningCommand back = Cli.Start(["-c", Lab[1].Uri, "migrate", "other", "--to", Lab[0].Uri, .. Slowly]);

        CommandResult[] results = [await there.WaitAsync(TimeSpan.FromMinutes(2)), await back.WaitAsync(TimeSpan.FromMinutes(2))];

        Assert.That(results.Select(r => r.ExitCode), Is.All.Zero, string.Join('\n', results.AsEnumerable()));
        await RunsOnceAsync();
        Assert.That((await Lab[0].StateAsync("other"), await Lab[1].StateAsync("other")), Is.EqualTo(("running", (string?)null)));
        CommandResult check = await Lab.CheckGuestAsync("other");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    [Test]
    public async Task Migrate_EtcdKilledMeanwhile_IsProvedAndNoOtherBeginsUntilItIsBack()
    {
        using RunningCommand migration = Start(_one);
        await UntilJobAsync(migration, Lab[0], "mover");
        _etcd.Kill();

        CliDocument refused = await _other.MigrateAsync("mover", Lab[0], Lab[1], Lenient);
        CliDocument chosen = await _other.JsonAsync(["-c", Lab[0].Uri, "migrate", "mover", .. Lenient]);
        CliDocument nodes = await _other.JsonAsync("nodes");
        CommandResult result = await migration.WaitAsync(TimeSpan.FromMinutes(2));
        _etcd.Run();

        Assert.Multiple(() =>
        {
            Assert.That((refused.ExitCode, refused.ReasonCodes.First()), Is.EqualTo((3, "coordination-unavailable")), refused.ToString());
            Assert.That((chosen.ExitCode, chosen.ReasonCodes.First()), Is.EqualTo((3, "coordination-unavailable")), chosen.ToString());
            Assert.That(nodes.At("nodes").GetArrayLength(), Is.EqualTo(2), "the inventory is shown all the same");
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
        });
        await RunsOnceAsync();
        CliDocument? back = null;
        for (int attempt = 0; attempt < 20 && back is not { ExitCode: 0 }; attempt++)
            back = await _other.MigrateAsync("mover", Lab[1], Lab[0], Lenient);
        Assert.That(back!.ExitCode, Is.Zero, back.ToString());
    }

    [Test]
    public async Task Migrate_StoppedPastItsLease_OnlyWatchesAndTheGuestRunsOnce()
    {
        using RunningCommand migration = Start(_one);
        await UntilJobAsync(migration, Lab[0], "mover");
        await migration.SignalAsync("STOP");
        await UntilAsync("lapsed", async () => (await _other.JsonAsync("status")).At("coordination.locks").GetArrayLength() == 0);
        CliDocument second = await _other.MigrateAsync("mover", Lab[0], Lab[1], Lenient);
        await migration.SignalAsync("CONT");
        CommandResult result = await migration.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.That(second.ExitCode, Is.EqualTo(3), second.ToString());
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        using var document = JsonDocument.Parse(result.Output);
        Assert.That(document.RootElement.GetProperty("result").GetString(), Is.EqualTo("completed"));
        string?[] actions = [.. document.RootElement.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString())];
        Assert.That(actions, Is.SubsetOf(new[] { "hands-off" }));
        Assert.That(result.Error, Does.Contain("is lost"));
        await RunsOnceAsync();
    }

    [Test]
    public async Task Serve_TwoNodes_OneLeadsAndTheOtherSucceedsWhenItDies()
    {
        using ServeProcess one = await ServeProcess.StartAsync(Lab[0], coordination: Named("a"));
        await one.UntilAsync("leading", TimeSpan.FromSeconds(20), async () => await LeadsAsync(one) == 1);
        using ServeProcess other = await ServeProcess.StartAsync(Lab[1], coordination: Named("b"));
        await other.UntilAsync("published", TimeSpan.FromSeconds(20), async () => (await PublishedAsync()).Count(n => n.State == "live") == 2);
        Assert.That(await LeadsAsync(other), Is.Zero);

        await one.KillAsync();
        await other.UntilAsync("leading", TimeSpan.FromSeconds(20), async () => await LeadsAsync(other) == 1);
        Assert.That(await PublishedAsync(), Is.EqualTo(new[] { ("a", "silent"), ("b", "live") }));
        await other.StopAsync();
        Assert.That(await PublishedAsync(), Is.EqualTo(new[] { ("a", "silent") }), "who ends in order is gone at once");
    }

    private string Coordination => _etcd.Coordination;

    private string Named(string node) => Coordination.Replace("\"Mode\"", $"\"NodeName\": \"{node}\", \"Mode\"", StringComparison.Ordinal);

    private RunningCommand Start(ShadowMigCli cli) => cli.Start(["-c", Lab[0].Uri, "migrate", "mover", "--to", Lab[1].Uri, .. Slowly]);

    private async Task<(string? Name, string? State)[]> PublishedAsync() =>
        [.. (await _one.JsonAsync("nodes")).At("published").EnumerateArray().Select(n => (n.GetProperty("name").GetString(), n.GetProperty("state").GetString()))];

    private static async Task<double?> LeadsAsync(ServeProcess serve) =>
        (await serve.ScrapeAsync()).Value("shadowmig_coordination_leader", "mode=\"etcd\"");

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            if (await holds())
                return;
            await Task.Delay(200);
        }
        Assert.Fail($"not {what} within 20 s");
    }

    private async Task RunsOnceAsync()
    {
        Assert.That(await Lab[0].StateAsync("mover"), Is.Null);
        Assert.That(await Lab[1].StateAsync("mover"), Is.EqualTo("running"));
        CommandResult check = await Lab.CheckGuestAsync("mover");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("coord", "bookworm");
}
