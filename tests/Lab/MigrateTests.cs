using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture("bookworm")]
[TestFixture("trixie")]
[Category("Lab")]
public sealed class MigrateTests(string suite) : LabFixture
{
    private static readonly string[] Phases =
        ["initialization", "reservation", "iterativePreCopy", "stopAndCopy", "commitment", "activation"];

    // QEMU 7.2's emulation loses memory in migrations of several rounds (docs/lab.md): KVM where it works.
    private string Accelerator => suite == "bookworm" ? "auto" : "tcg";

    [TearDown]
    public async Task RemoveGuestsAsync()
    {
        foreach (string guest in new[] { "mover", "sleeper", "returner", "transient", "postcopy" })
            await Lab.DestroyGuestAsync(guest);
    }

    [Test]
    public async Task Migrate_BusyGuest_ArrivesWholeWithEveryPhaseTimed()
    {
        await Lab.StartGuestAsync("mover", Lab[0], "--accel", Accelerator, "--memory", "128MiB", "--dirty", "8MiB", "--rate", "500");
        await using var recorder = BlackoutRecorder.Start("mover", Lab[0], Lab[1]);
        using ShadowMigCli usual = new("{}", [], monitoring: ShadowMigCli.UsualLook);

        CliDocument migrated = await usual.MigrateAsync("mover", Lab[0], Lab[1]);

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
        Assert.That(await Lab[0].StateAsync("mover"), Is.Null);
        CommandResult check = await Lab.CheckGuestAsync("mover");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
        Assert.That(recorder.Beats, Is.Positive);
        Assert.That(recorder.Longest, Is.LessThan(TimeSpan.FromSeconds(1)), "what the guest's users saw");
        TestContext.Out.WriteLine($"blackout from outside {recorder.Longest.TotalMilliseconds:0} ms, downtime by libvirt {migrated.Number("actual.downtimeSeconds") * 1000:0} ms");
    }

    [Test]
    public async Task Migrate_PausedGuest_ArrivesPaused()
    {
        await Lab.StartGuestAsync("sleeper", Lab[0], "--accel", Accelerator, "--paused");

        CliDocument migrated = await Cli.MigrateAsync("sleeper", Lab[0], Lab[1]);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("ownership.destination"), Is.EqualTo("paused"));
        Assert.That(await Lab[1].StateAsync("sleeper"), Is.EqualTo("paused"));
        Assert.That(await Lab[0].StateAsync("sleeper"), Is.Null);
    }

    [Test]
    public async Task Migrate_ThereAndBack_LeavesOneDefinition()
    {
        await Lab.StartGuestAsync("returner", Lab[0], "--accel", Accelerator);

        CliDocument there = await Cli.MigrateAsync("returner", Lab[0], Lab[1], Lenient);
        CliDocument back = await Cli.MigrateAsync("returner", Lab[1], Lab[0], Lenient);

        Assert.That(there.ExitCode, Is.Zero, there.ToString());
        Assert.That(back.ExitCode, Is.Zero, back.ToString());
        Assert.That(await Lab[0].StateAsync("returner"), Is.EqualTo("running"));
        Assert.That(await Lab[1].StateAsync("returner"), Is.Null);
    }

    [Test]
    public async Task Migrate_TransientGuest_LeavesNoDefinitionBehind()
    {
        await Lab.StartGuestAsync("transient", Lab[0], "--accel", Accelerator, "--transient");

        CliDocument migrated = await Cli.MigrateAsync("transient", Lab[0], Lab[1], Lenient);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        CommandResult list = await Lab[1].VirshAsync("list", "--transient", "--name");
        Assert.That(list.Output, Does.Contain("transient"));
    }

    [Test]
    public async Task Migrate_WritesFasterThanTheLinkWithPostCopyAllowed_RunsOnTheDestination()
    {
        if (suite == "bookworm")
            await Kvm.RequireAsync("QEMU 7.2's emulation loses memory in post-copy");
        await Lab.StartGuestAsync("postcopy", Lab[0],
            "--accel", Accelerator, "--memory", "256MiB", "--dirty", "128MiB", "--rate", "100000", "--change", "4096");

        CliDocument migrated = await Cli.MigrateAsync("postcopy", Lab[0], Lab[1], "--bandwidth", "40MiB/s", "--allow-post-copy");

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("plan.strategy"), Is.EqualTo("post-copy"));
        Assert.That(migrated.At("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString()), Has.Member("start-post-copy"));
        CommandResult check = await Lab.CheckGuestAsync("postcopy");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    [Test]
    public async Task Migrate_Interrupted_LeavesTheGuestRunningOnTheSource()
    {
        await Lab.StartGuestAsync("mover", Lab[0], "--accel", Accelerator, "--memory", "256MiB", "--dirty", "1MiB", "--rate", "20", "--workload", "idle=134217728");
        using RunningCommand migration = Cli.Start(
            "-c", Lab[0].Uri, "migrate", "mover", "--to", Lab[1].Uri, "--bandwidth", "16MiB/s", "--max-downtime", "2s", "--json");
        await UntilJobAsync(migration, Lab[0], "mover");

        await migration.SignalAsync("INT");
        CommandResult result = await migration.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        using var document = JsonDocument.Parse(result.Output);
        Assert.That(document.RootElement.GetProperty("result").GetString(), Is.EqualTo("cancelled"));
        Assert.That(await Lab[0].StateAsync("mover"), Is.EqualTo("running"));
        Assert.That(await Lab[1].StateAsync("mover"), Is.Null);
        CommandResult check = await Lab.CheckGuestAsync("mover");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());

        CliDocument again = await Cli.MigrateAsync("mover", Lab[0], Lab[1], Lenient);
        Assert.That(again.ExitCode, Is.Zero, $"a later attempt works: {again}");
    }

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync($"mig-{suite}", suite);
}
