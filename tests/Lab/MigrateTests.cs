using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture("bookworm")]
[TestFixture("trixie")]
[Category("Lab")]
public sealed class MigrateTests(string suite)
{
    private static readonly string[] Phases =
        ["initialization", "reservation", "iterativePreCopy", "stopAndCopy", "commitment", "activation"];

    private VirtualLab _lab = null!;

    // QEMU 7.2's emulation loses memory in migrations of several rounds (docs/lab.md): KVM where it works.
    private string Accelerator => suite == "bookworm" ? "auto" : "tcg";
    private ShadowMigCli _cli = null!;

    [OneTimeSetUp]
    public async Task UpAsync()
    {
        _lab = await VirtualLab.UpAsync($"mig-{suite}", suite);
        _cli = new ShadowMigCli();
    }

    [OneTimeTearDown]
    public async Task DownAsync()
    {
        _cli?.Dispose();
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    [TearDown]
    public async Task RemoveGuestsAsync()
    {
        foreach (string guest in new[] { "mover", "sleeper", "returner", "transient", "postcopy" })
            await _lab.DestroyGuestAsync(guest);
    }

    [Test]
    public async Task Migrate_BusyGuest_ArrivesWholeWithEveryPhaseTimed()
    {
        await _lab.StartGuestAsync("mover", _lab[0], "--accel", Accelerator, "--memory", "128MiB", "--dirty", "16MiB", "--rate", "2000");
        await using var recorder = BlackoutRecorder.Start("mover", _lab[0], _lab[1]);

        CliDocument migrated = await _cli.MigrateAsync("mover", _lab[0], _lab[1]);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        JsonElement[] phases = [.. migrated.At("phases").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(migrated.Text("result"), Is.EqualTo("completed"));
            Assert.That(migrated.Text("ownership.source"), Is.EqualTo("absent"));
            Assert.That(migrated.Text("ownership.destination"), Is.EqualTo("running"));
            Assert.That(phases.Select(p => p.GetProperty("name").GetString()), Is.EqualTo(Phases));
            Assert.That(phases.Select(p => p.GetProperty("startedAt").GetDateTimeOffset()), Is.Ordered);
            Assert.That(migrated.Number("actual.downtimeSeconds"), Is.InRange(0, 0.3));
            Assert.That(migrated.Number("actual.transferBytes"), Is.Positive);
            Assert.That(migrated.Number("plan.prediction.totalSeconds.p50"), Is.Positive);
        });
        Assert.That(await _lab[0].StateAsync("mover"), Is.Null);
        CommandResult check = await _lab.CheckGuestAsync("mover");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
        Assert.That(recorder.Beats, Is.Positive);
        Assert.That(recorder.Longest, Is.LessThan(TimeSpan.FromSeconds(1)), "what the guest's users saw");
        TestContext.Out.WriteLine($"blackout from outside {recorder.Longest.TotalMilliseconds:0} ms, downtime by libvirt {migrated.Number("actual.downtimeSeconds") * 1000:0} ms");
    }

    [Test]
    public async Task Migrate_PausedGuest_ArrivesPaused()
    {
        await _lab.StartGuestAsync("sleeper", _lab[0], "--accel", Accelerator, "--paused");

        CliDocument migrated = await _cli.MigrateAsync("sleeper", _lab[0], _lab[1]);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("ownership.destination"), Is.EqualTo("paused"));
        Assert.That(await _lab[1].StateAsync("sleeper"), Is.EqualTo("paused"));
        Assert.That(await _lab[0].StateAsync("sleeper"), Is.Null);
    }

    [Test]
    public async Task Migrate_ThereAndBack_LeavesOneDefinition()
    {
        await _lab.StartGuestAsync("returner", _lab[0], "--accel", Accelerator);

        CliDocument there = await _cli.MigrateAsync("returner", _lab[0], _lab[1]);
        CliDocument back = await _cli.MigrateAsync("returner", _lab[1], _lab[0]);

        Assert.That(there.ExitCode, Is.Zero, there.ToString());
        Assert.That(back.ExitCode, Is.Zero, back.ToString());
        Assert.That(await _lab[0].StateAsync("returner"), Is.EqualTo("running"));
        Assert.That(await _lab[1].StateAsync("returner"), Is.Null);
    }

    [Test]
    public async Task Migrate_TransientGuest_LeavesNoDefinitionBehind()
    {
        await _lab.StartGuestAsync("transient", _lab[0], "--accel", Accelerator, "--transient");

        CliDocument migrated = await _cli.MigrateAsync("transient", _lab[0], _lab[1]);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        CommandResult list = await _lab[1].VirshAsync("list", "--transient", "--name");
        Assert.That(list.Output, Does.Contain("transient"));
    }

    [Test]
    public async Task Migrate_WritesFasterThanTheLinkWithPostCopyAllowed_RunsOnTheDestination()
    {
        await _lab.StartGuestAsync("postcopy", _lab[0],
            "--accel", Accelerator, "--memory", "256MiB", "--dirty", "128MiB", "--rate", "100000", "--change", "4096");

        CliDocument migrated = await _cli.MigrateAsync("postcopy", _lab[0], _lab[1], "--bandwidth", "40MiB/s", "--allow-post-copy");

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("plan.strategy"), Is.EqualTo("post-copy"));
        Assert.That(migrated.At("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString()), Has.Member("start-post-copy"));
        CommandResult check = await _lab.CheckGuestAsync("postcopy");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    [Test]
    public async Task Migrate_Interrupted_LeavesTheGuestRunningOnTheSource()
    {
        await _lab.StartGuestAsync("mover", _lab[0], "--accel", Accelerator, "--memory", "256MiB", "--dirty", "8MiB", "--rate", "500", "--workload", "idle=134217728");
        using RunningCommand migration = _cli.Start(
            "-c", _lab[0].Uri, "migrate", "mover", "--to", _lab[1].Uri, "--bandwidth", "8MiB/s", "--json");
        await UntilJobAsync(migration, "mover");

        await migration.SignalAsync("INT");
        CommandResult result = await migration.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        using var document = JsonDocument.Parse(result.Output);
        Assert.That(document.RootElement.GetProperty("result").GetString(), Is.EqualTo("cancelled"));
        Assert.That(await _lab[0].StateAsync("mover"), Is.EqualTo("running"));
        Assert.That(await _lab[1].StateAsync("mover"), Is.Null);
        CommandResult check = await _lab.CheckGuestAsync("mover");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());

        CliDocument again = await _cli.MigrateAsync("mover", _lab[0], _lab[1]);
        Assert.That(again.ExitCode, Is.Zero, $"a later attempt works: {again}");
    }

    private async Task UntilJobAsync(RunningCommand migration, string guest)
    {
        for (int attempt = 0; attempt < 300; attempt++)
        {
            CommandResult job = await _lab[0].VirshAsync("domjobinfo", guest);
            if (job.Output.Contains("Outgoing migration", StringComparison.Ordinal) && job.Output.Contains("Memory processed", StringComparison.Ordinal))
                return;
            await Task.Delay(100);
        }
        Assert.Fail($"no migration began within 30 s: {migration.Output} {migration.Error}");
    }
}
