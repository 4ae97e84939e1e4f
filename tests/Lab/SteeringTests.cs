using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Steps that are at their end: a throttle that may not slow further, a cache that could not be larger.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed partial class SteeringTests : LabFixture
{
    private const string Guest = "subject";

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("steer", "trixie");

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync(Guest);

    [Test]
    public async Task Migrate_LinkSqueezedBelowWhatTheThrottleCanMakeUpFor_GivesUpWithinTheLimit()
    {
        // All 16 MiB are written again in each round, however slow the guest: at 4 MiB/s they never fit into a second.
        await Lab.StartGuestAsync(Guest, Source,
            "--accel", "auto", "--memory", "128MiB", "--dirty", "16MiB", "--rate", "20000", "--change", "64", "--workload", "idle=41943040 pass=400");
        await Lab.LinkAsync(Source, "20MiB/s");
        using RunningCommand migration = Cli.Start(
            "-c", Source.Uri, "migrate", Guest, "--to", Target.Uri, "--strategy", "throttle", "--max-slowdown", "30%", "--max-downtime", "1s", "--json");
        await UntilJobAsync(migration, Source, Guest);
        await Lab.LinkAsync(Source, "4MiB/s");

        double slowest = 0;
        for (int attempt = 0; attempt < 600 && !migration.HasEnded; attempt++)
        {
            Match throttle = Throttle().Match((await Source.VirshAsync("domjobinfo", Guest)).Output);
            if (throttle.Success)
                slowest = Math.Max(slowest, double.Parse(throttle.Groups["percent"].Value, CultureInfo.InvariantCulture));
            await Task.Delay(200);
        }

        CommandResult ended = await migration.WaitAsync(TimeSpan.FromSeconds(10));
        await Lab.LinkAsync(Source, "none");
        Assert.That(ended.ExitCode, Is.EqualTo(4), ended.ToString());
        using var report = JsonDocument.Parse(ended.Output);
        Assert.That(report.RootElement.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString()), Has.Member("abort"), ended.ToString());
        await TestContext.Out.WriteLineAsync($"the guest was slowed by at most {slowest} %");
        Assert.That(slowest, Is.LessThanOrEqualTo(30), "what the operator allowed");
        await AssertRunsOnlyOnAsync(Guest, Source);

        CliDocument again = await Cli.MigrateAsync(Guest, Source, Target, Lenient);
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        await AssertRunsOnlyOnAsync(Guest, Target);
    }

    [Test]
    public async Task Migrate_ShadowCacheLargerThanTheGuestsMemory_ArrivesWhole()
    {
        await Lab.StartGuestAsync(Guest, Source, "--accel", "auto", "--memory", "72MiB", "--dirty", "16MiB", "--rate", "4000", "--workload", "idle=33554432 pass=400");

        CliDocument moved = await Cli.MigrateAsync(
            Guest, Source, Target, "--strategy", "shadow-cache", "--probe", "--bandwidth", "16MiB/s", "--max-downtime", "500ms");

        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        Assert.That(moved.Number("plan.parameters.xbzrleCacheBytes"), Is.GreaterThan(72 << 20));
        await AssertRunsOnlyOnAsync(Guest, Target);
    }

    [Test]
    public async Task Migrate_TargetsDaemonFallsSilent_IsAbortedBeforeLibvirtGivesItUp()
    {
        await Lab.StartGuestAsync(Guest, Source, "--accel", "auto", "--memory", "384MiB", "--dirty", "8MiB", "--rate", "100", "--workload", "idle=314572800 pass=400");
        await Lab.LinkAsync(Source, "10MiB/s");
        int daemon = await Target.DaemonAsync();
        using RunningCommand migration = Cli.Start("-c", Source.Uri, "migrate", Guest, "--to", Target.Uri, "--max-downtime", "1s", "--json");
        await UntilJobAsync(migration, Source, Guest);
        await Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", "-STOP", $"{daemon}");
        try
        {
            // libvirt's own patience is 30 s, and the first pass takes longer than that.
            await Task.Delay(TimeSpan.FromSeconds(16));
            Assert.That((await Source.VirshAsync("domjobinfo", Guest)).Output, Does.Not.Contain("Memory processed"), "QEMU sends no more");
        }
        finally
        {
            await Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", "-CONT", $"{daemon}");
            await Lab.LinkAsync(Source, "none");
        }

        CommandResult ended = await migration.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(ended.ExitCode, Is.EqualTo(4), ended.ToString());
        Assert.That(ended.Error, Does.Contain("the target's daemon has not answered for 1"), ended.ToString());
        await AssertRunsOnlyOnAsync(Guest, Source);

        CliDocument again = await Cli.MigrateAsync(Guest, Source, Target, Lenient);
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
    }

    [GeneratedRegex(@"throttle: +(?<percent>\d+)")]
    private static partial Regex Throttle();
}
