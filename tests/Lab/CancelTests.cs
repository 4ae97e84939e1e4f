using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>A migration is cancelled by another process than the one that runs it.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class CancelTests : LabFixture
{
    private const string Guest = "patient";

    // Idle memory makes the transfer long: about 16 s at 8 MiB/s.
    private static readonly string[] Slow = ["--memory", "256MiB", "--rate", "0", "--workload", "idle=134217728"];

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("cancel", "bookworm", "--link", "8MiB/s");

    private protected override ShadowMigCli CreateCli() => new(Lab.Hosts);

    [TearDown]
    public async Task RemoveGuestAsync()
    {
        await Lab.DestroyGuestAsync(Guest);
        foreach (LabHost host in Lab.Hosts)
            await Lab.LinkAsync(host, "8MiB/s");
    }

    [Test]
    public async Task Cancel_MigrationOfAnotherProcess_LeavesTheGuestOnTheSourceAndALaterOneSucceeds()
    {
        using RunningCommand migration = await BeginAsync();
        string id = await IdAsync();

        CliDocument cancelled = await Cli.JsonAsync("cancel", id);
        CommandResult ended = await migration.WaitAsync(TimeSpan.FromSeconds(30));

        using var report = JsonDocument.Parse(ended.Output);
        Assert.Multiple(() =>
        {
            Assert.That(cancelled.ExitCode, Is.Zero, cancelled.ToString());
            Assert.That(cancelled.Text("result"), Is.EqualTo("cancelled"));
            Assert.That(cancelled.Text("ownership.source"), Is.EqualTo("running"));
            Assert.That(cancelled.Text("ownership.destination"), Is.EqualTo("absent"));
            Assert.That(ended.ExitCode, Is.EqualTo(130), ended.ToString());
            Assert.That(report.RootElement.GetProperty("result").GetString(), Is.EqualTo("cancelled"));
        });
        await AssertOnSourceAsync();

        CliDocument again = await Cli.JsonAsync("cancel", id);
        Assert.That(again.ExitCode, Is.EqualTo(3), again.ToString());
        Assert.That(again.ReasonCodes.First(), Is.EqualTo("already-ended"));
        await AssertMovesAsync();
    }

    [Test]
    public async Task Cancel_ProcessWasKilled_AbortsOnTheSourceItself()
    {
        using RunningCommand migration = await BeginAsync();
        string id = await IdAsync();
        await migration.SignalAsync("KILL");
        await migration.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(await HasJobAsync(), Is.True, "the source's daemon goes on without the process");

        CliDocument cancelled = await Cli.JsonAsync("cancel", id);

        Assert.That(cancelled.ExitCode, Is.Zero, cancelled.ToString());
        Assert.That(cancelled.Text("ownership.destination"), Is.EqualTo("absent"));
        Assert.That(await HasJobAsync(), Is.False);
        await AssertOnSourceAsync();
        CliDocument status = await Cli.JsonAsync("status");
        Assert.That(status.At("migrations").GetArrayLength(), Is.Zero, "the journal's entry is closed");
        await AssertMovesAsync();
    }

    private async Task<RunningCommand> BeginAsync()
    {
        await Lab.StartGuestAsync(Guest, Lab[0], ["--accel", "auto", .. Slow]);
        RunningCommand migration = Cli.Start("-c", Lab[0].Uri, "migrate", Guest, "--to", Lab[1].Uri, "--max-downtime", "2s", "--json");
        long started = TimeProvider.System.GetTimestamp();
        while (!await HasJobAsync())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"no migration began: {migration.Output} {migration.Error}");
            await Task.Delay(200);
        }

        return migration;
    }

    private async Task<bool> HasJobAsync() => (await Lab[0].VirshAsync("domjobinfo", Guest)).Output.Contains("Unbounded", StringComparison.Ordinal);

    private async Task<string> IdAsync()
    {
        CliDocument status = await Cli.JsonAsync("status");
        return status.At("migrations")[0].GetProperty("id").GetString()!;
    }

    private async Task AssertOnSourceAsync()
    {
        Assert.That(await Lab[0].StateAsync(Guest), Is.EqualTo("running"));
        Assert.That(await Lab[1].StateAsync(Guest), Is.Null);
        CommandResult check = await Lab.CheckGuestAsync(Guest);
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    private async Task AssertMovesAsync()
    {
        foreach (LabHost host in Lab.Hosts)
            await Lab.LinkAsync(host, "none");
        CliDocument moved = await Cli.MigrateAsync(Guest, Lab[0], Lab[1], Lenient);
        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        Assert.That(await Lab[1].StateAsync(Guest), Is.EqualTo("running"));
    }
}
