using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>The process that runs a migration is killed: libvirt goes on without it, and others see to the end.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class RecoveryTests : LabFixture
{
    private const string Guest = "orphan";

    // Idle memory makes the transfer long: about 24 s at 8 MiB/s.
    private static readonly string[] Slow = ["--memory", "320MiB", "--dirty", "1MiB", "--rate", "20", "--workload", "idle=201326592"];

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("recover", "bookworm");

    private protected override ShadowMigCli CreateCli() => new("""{ "LeaseSeconds": 5 }""", Lab.Hosts);

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync(Guest);

    [Test]
    public async Task Serve_MigrationsProcessWasKilled_AdoptsItToItsEnd()
    {
        string id = await BeginAndKillAsync(async () => await Lab[0].VirshAsync("autostart", Guest));
        using RunningCommand serve = Serve();

        await UntilAsync("adopted", TimeSpan.FromSeconds(30), async () => serve.Error.Contains("taking it over", StringComparison.Ordinal) && await ElapsedAsync(id) > 0);
        Assert.That(await HasJobAsync(), Is.True, "the transfer still runs when it is adopted");
        double before = await ElapsedAsync(id);
        await UntilAsync("progressing", TimeSpan.FromSeconds(10), async () => await ElapsedAsync(id) > before);
        await UntilSettledAsync(TimeSpan.FromSeconds(90));

        CliDocument ended = await Cli.JsonAsync("history", id);
        Assert.Multiple(() =>
        {
            Assert.That(ended.Text("result"), Is.EqualTo("completed"), ended.ToString());
            Assert.That(ended.ReasonCodes, Is.EqualTo(new[] { "recovered" }));
            Assert.That(Actions(ended), Is.EqualTo(new[] { "adopt", "set-autostart" }));
            Assert.That(ended.Number("actual.transferBytes"), Is.Positive);
        });
        await AssertOnTargetAsync();
        CommandResult info = await Lab[1].VirshAsync("dominfo", Guest);
        Assert.That(info.Output, Does.Match("Autostart: +enable"), "it follows the guest");
        await serve.SignalAsync("TERM");
        CommandResult served = await serve.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(served.ExitCode, Is.Zero, served.ToString());
    }

    [Test]
    public async Task Serve_IsKilledWhileItFollowsOne_TheNextAdoptsItAgain()
    {
        string id = await BeginAndKillAsync();
        using (RunningCommand first = Serve())
        {
            await UntilAsync("adopted", TimeSpan.FromSeconds(30), async () => await ElapsedAsync(id) > 0 && first.Error.Contains("following it", StringComparison.Ordinal));
            await first.SignalAsync("KILL");
            await first.WaitAsync(TimeSpan.FromSeconds(10));
        }

        using RunningCommand second = Serve();
        await UntilSettledAsync(TimeSpan.FromSeconds(90));

        CliDocument ended = await Cli.JsonAsync("history", id);
        Assert.That(ended.Text("result"), Is.EqualTo("completed"), ended.ToString());
        await AssertOnTargetAsync();
    }

    [Test]
    public async Task Serve_TwoServicesShareTheJournal_OneAdoptsAndItEndsOnce()
    {
        string id = await BeginAndKillAsync();
        using RunningCommand one = Serve();
        using RunningCommand other = Serve();
        await UntilSettledAsync(TimeSpan.FromSeconds(90));

        CliDocument ended = await Cli.JsonAsync("history", id);
        Assert.That(ended.Text("result"), Is.EqualTo("completed"), ended.ToString());
        Assert.That(Actions(ended).Count(a => a == "adopt"), Is.EqualTo(1), $"{one.Error}\n{other.Error}");
        await AssertOnTargetAsync();
    }

    [Test]
    public async Task Recover_MigrationEndedInTheAbsenceOfAnybody_SettlesIt()
    {
        string id = await BeginAndKillAsync();
        await UntilAsync("over", TimeSpan.FromSeconds(90), async () => await Lab[1].StateAsync(Guest) == "running" && await Lab[0].StateAsync(Guest) is null);
        CliDocument refused = await Cli.MigrateAsync(Guest, Lab[1], Lab[0], Lenient);
        Assert.That((refused.ExitCode, refused.ReasonCodes.First()), Is.EqualTo((3, "unresolved")), refused.ToString());

        CliDocument recovered = await Cli.JsonAsync("recover");

        Assert.That(recovered.ExitCode, Is.Zero, recovered.ToString());
        JsonElement migration = recovered.At("migrations").EnumerateArray().Single();
        Assert.That(migration.GetProperty("id").GetString(), Is.EqualTo(id));
        Assert.That((migration.GetProperty("state").GetString(), migration.GetProperty("result").GetString()), Is.EqualTo(("settled", "completed")));
        await AssertOnTargetAsync();
        CliDocument back = await Cli.MigrateAsync(Guest, Lab[1], Lab[0], Lenient);
        Assert.That(back.ExitCode, Is.Zero, $"a later migration works: {back}");
    }

    [Test]
    public async Task Recover_TargetsQemuDiedToo_KeepsTheGuestAndLeavesNothingBehind()
    {
        string id = await BeginAndKillAsync(async () =>
        {
            await Lab[0].VirshAsync("migrate-setmaxdowntime", Guest, "777");
            await Lab[0].VirshAsync("migrate-setspeed", Guest, "1234");
        });
        string pid = (await File.ReadAllTextAsync(Path.Combine(Lab[1].Directory, "run", "qemu", Guest + ".pid"))).Trim();
        await Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", "-KILL", pid);

        CliDocument recovered = await Cli.JsonAsync("recover", id);

        Assert.That(recovered.ExitCode, Is.Zero, recovered.ToString());
        Assert.That(recovered.At("migrations")[0].GetProperty("result").GetString(), Is.EqualTo("failed"));
        Assert.That(await Lab[0].StateAsync(Guest), Is.EqualTo("running"));
        Assert.That(await Lab[1].StateAsync(Guest), Is.Null);
        Assert.That((await Lab[0].VirshAsync("migrate-getmaxdowntime", Guest)).Output.Trim(), Is.EqualTo("777"), "as before");
        Assert.That((await Lab[0].VirshAsync("migrate-getspeed", Guest)).Output.Trim(), Is.EqualTo("1234"), "as before");
        await AssertWholeAsync();
        CliDocument again = await Cli.MigrateAsync(Guest, Lab[0], Lab[1], Lenient);
        Assert.That(again.ExitCode, Is.Zero, $"a later attempt works: {again}");
        await AssertOnTargetAsync();
    }

    [Test]
    public async Task Recover_TargetDoesNotAnswer_StaysUnresolvedUntilItDoes()
    {
        string id = await BeginAndKillAsync();
        await Lab.DaemonAsync(Lab[1], "stop");
        CliDocument unresolved;
        CliDocument status;
        try
        {
            unresolved = await Cli.JsonAsync("recover", id);
            status = await Cli.JsonAsync("status");
        }
        finally
        {
            await Lab.DaemonAsync(Lab[1], "start");
        }

        CliDocument settled = await Cli.JsonAsync("recover", id);

        JsonElement open = status.At("migrations").EnumerateArray().Single();
        Assert.Multiple(() =>
        {
            Assert.That(unresolved.ExitCode, Is.EqualTo(5), unresolved.ToString());
            Assert.That(open.GetProperty("result").GetString(), Is.EqualTo("unknown"));
            Assert.That(open.GetProperty("ownership").GetProperty("destination").GetString(), Is.EqualTo("unknown"));
            Assert.That(
                open.GetProperty("commands").EnumerateArray().Select(c => c.GetProperty("command").GetString()),
                Has.Some.StartsWith($"virsh -c {Lab[1].Uri} domstate").And.Some.EqualTo($"shadowmig recover {id}"));
            Assert.That(settled.ExitCode, Is.Zero, settled.ToString());
        });
        Assert.That(await Lab[0].StateAsync(Guest), Is.EqualTo("running"));
        await AssertWholeAsync();
    }

    [Test]
    public async Task Recover_PostCopyPausedAndNobodyRunsIt_ResumesIt()
    {
        using RunningCommand migration = await BeginPostCopyAsync();
        string id = await IdAsync();
        await migration.SignalAsync("KILL");
        await migration.WaitAsync(TimeSpan.FromSeconds(10));
        await PausePostCopyAsync();

        CliDocument recovered = await Cli.JsonAsync("recover", id);

        Assert.That(recovered.ExitCode, Is.Zero, recovered.ToString());
        CliDocument ended = await Cli.JsonAsync("history", id);
        Assert.That(ended.Text("result"), Is.EqualTo("completed"), ended.ToString());
        Assert.That(Actions(ended), Has.Member("adopt").And.Member("resume-post-copy"));
        await AssertOnTargetAsync();
    }

    [Test]
    public async Task Migrate_PostCopyIsPaused_ResumesIt()
    {
        using RunningCommand migration = await BeginPostCopyAsync();
        await PausePostCopyAsync();

        CommandResult result = await migration.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        using var report = JsonDocument.Parse(result.Output);
        Assert.That(report.RootElement.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString()), Has.Member("resume-post-copy"));
        await AssertOnTargetAsync();
    }

    private async Task<RunningCommand> BeginPostCopyAsync()
    {
        await Kvm.RequireAsync("QEMU 7.2's emulation loses memory in post-copy");
        await Lab.StartGuestAsync(Guest, Lab[0],
            "--accel", "auto", "--memory", "256MiB", "--dirty", "128MiB", "--rate", "100000", "--change", "4096");
        RunningCommand migration = Cli.Start(
            "-c", Lab[0].Uri, "migrate", Guest, "--to", Lab[1].Uri, "--bandwidth", "16MiB/s", "--allow-post-copy", "--json");
        await UntilAsync("in post-copy", TimeSpan.FromSeconds(60), async () => (await ReasonAsync()).Contains("post-copy", StringComparison.Ordinal));
        return migration;
    }

    // As a broken link does: libvirt breaks the stream off, and both QEMUs wait.
    private async Task PausePostCopyAsync()
    {
        CommandResult paused = await Lab[0].VirshAsync("domjobabort", Guest, "--postcopy");
        Assert.That(paused.ExitCode, Is.Zero, paused.ToString());
    }

    private async Task<string> ReasonAsync() => (await Lab[0].VirshAsync("domstate", Guest, "--reason")).Output;

    private async Task<string> IdAsync() =>
        (await Cli.JsonAsync("status")).At("migrations").EnumerateArray().Single().GetProperty("id").GetString()!;

    private async Task<string> BeginAndKillAsync(Func<Task>? prepare = null)
    {
        await Lab.StartGuestAsync(Guest, Lab[0], ["--accel", "auto", .. Slow]);
        if (prepare is not null)
            await prepare();
        using RunningCommand migration = Cli.Start("-c", Lab[0].Uri, "migrate", Guest, "--to", Lab[1].Uri, "--bandwidth", "8MiB/s", "--max-downtime", "2s", "--json");
        await UntilJobAsync(migration, Lab[0], Guest);
        await migration.SignalAsync("KILL");
        await migration.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(await HasJobAsync(), Is.True, "the source's daemon goes on without the process");
        return await IdAsync();
    }

    private RunningCommand Serve()
    {
        string configuration = Path.Combine(Path.GetDirectoryName(Cli.ConfigurationFile)!, "serve.json");
        File.WriteAllText(configuration, File.ReadAllText(Cli.ConfigurationFile).Replace(
            "\"Migration\":", "\"Http\": { \"Address\": \"http://127.0.0.1:0\" },\n  \"Migration\":", StringComparison.Ordinal));
        return RunningCommand.Start(ShadowMigCli.Executable, "-c", Lab[0].Uri, "serve", "--config", configuration);
    }

    private async Task<bool> HasJobAsync() => (await Lab[0].VirshAsync("domjobinfo", Guest)).Output.Contains("Unbounded", StringComparison.Ordinal);

    private async Task<double> ElapsedAsync(string id)
    {
        JsonElement migration = (await Cli.JsonAsync("status")).At("migrations").EnumerateArray().Single(m => m.GetProperty("id").GetString() == id);
        return migration.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress ? progress.GetProperty("elapsedSeconds").GetDouble() : 0;
    }

    private Task UntilSettledAsync(TimeSpan bound) =>
        UntilAsync("settled", bound, async () => (await Cli.JsonAsync("status")).At("migrations").GetArrayLength() == 0);

    private static async Task UntilAsync(string what, TimeSpan bound, Func<Task<bool>> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(started) > bound)
                Assert.Fail($"not {what} within {bound.TotalSeconds} s");
            await Task.Delay(300);
        }
    }

    private static IEnumerable<string?> Actions(CliDocument report) => report.At("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString());

    private async Task AssertOnTargetAsync()
    {
        Assert.That(await Lab[1].StateAsync(Guest), Is.EqualTo("running"));
        Assert.That(await Lab[0].StateAsync(Guest), Is.Null, "neither a copy nor a definition is left");
        await AssertWholeAsync();
    }

    private async Task AssertWholeAsync()
    {
        CommandResult check = await Lab.CheckGuestAsync(Guest);
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }
}
