using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Migration.InFlight;

/// <summary>The controller against whole migrations.</summary>
[TestFixture]
public sealed class SteeringTests
{
    [Test]
    public void Converging_IsLeftAloneAndItsEndIsKnown()
    {
        ScriptedMigration run = new ScriptedMigration { MemoryPages = 512 * 256, ZeroShare = 0.3 }.Run();
        Assert.Multiple(() =>
        {
            Assert.That(run.Completed, Is.True);
            Assert.That(run.Decisions, Is.Empty);
            Assert.That(run.Downtime, Is.LessThan(0.4));
            Assert.That(WorstError(run, run.EndedAt / 5), Is.LessThan(0.05));
        });
    }

    [Test]
    public void NotConvergingAtAll_IsAbortedAfterAFewRoundsSayingWhatWouldHaveBeenNeeded()
    {
        ScriptedMigration run = new ScriptedMigration { WorkingSetPages = 100 * 256, Writes = static _ => 60_000 }.Run();
        AbortTransfer abort = Only<AbortTransfer>(run);
        Assert.Multiple(() =>
        {
            Assert.That(run.Completed, Is.False);
            Assert.That(run.Rounds, Has.Count.InRange(4, 5));
            Assert.That(abort.Reason.Code, Is.EqualTo(ReasonCodes.NotConverging));
            Assert.That(abort.Reason.Message, Does.Contain("--max-downtime").And.Contain("MiB/s of bandwidth").And.Contain("--allow-post-copy"));
            Assert.That(run.Forecasts[^1].Remaining, Is.Null, "no end is in sight");
        });
    }

    [Test]
    public void NotConvergingAtAll_MayBeRescued_GoesToPostCopyInstead()
    {
        ScriptedMigration run = new ScriptedMigration
        {
            WorkingSetPages = 100 * 256,
            Writes = static _ => 60_000,
            Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopyRescue = true },
        }.Run();
        Assert.That(Only<StartPostCopy>(run).Reason.Message, Does.Contain("post-copy ends in"));
        Assert.That((run.Completed, run.PostCopy), Is.EqualTo((true, true)));
    }

    [Test]
    public void ConvergingOnlyWithALongerPause_GetsItWithinTheLimit()
    {
        ScriptedMigration run = new ScriptedMigration
        {
            WorkingSetPages = 14 * 256,
            Writes = static _ => 40_000,
            Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(100) },
            Limits = new() { MaxDowntime = TimeSpan.FromMilliseconds(600), MaxTotalTime = TimeSpan.FromSeconds(60) },
        }.Run();
        RaiseMaxDowntime raise = Only<RaiseMaxDowntime>(run);
        Assert.Multiple(() =>
        {
            Assert.That(run.Completed, Is.True);
            Assert.That(raise.Limit, Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(520)));
            Assert.That(run.Downtime, Is.LessThan(0.6));
            Assert.That(run.Rounds, Has.Count.GreaterThanOrEqualTo(3));
        });
    }

    [Test]
    public void ConvergingLaterThanPlanned_GetsALongerPauseAndEndsSooner()
    {
        ScriptedMigration patient = Slow(plannedAtMost: 100);
        ScriptedMigration behind = Slow(plannedAtMost: 7);
        Assert.Multiple(() =>
        {
            Assert.That((patient.Completed, behind.Completed), Is.EqualTo((true, true)));
            Assert.That(patient.Decisions, Is.Empty);
            Assert.That(behind.Decisions.Select(d => d.Decision), Is.Not.Empty.And.All.InstanceOf<RaiseMaxDowntime>());
            Assert.That(behind.Decisions.Select(d => d.Decision.Reason.Code), Is.All.EqualTo(ReasonCodes.BehindPlan));
            Assert.That(behind.EndedAt, Is.LessThan(patient.EndedAt - 0.5));
            Assert.That(behind.Downtime, Is.InRange(patient.Downtime, 0.6));
        });

        static ScriptedMigration Slow(double plannedAtMost) => new ScriptedMigration
        {
            WorkingSetPages = 150 * 256,
            Writes = static _ => 10_500,
            Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(20) },
            Limits = new() { MaxDowntime = TimeSpan.FromMilliseconds(600), MaxTotalTime = TimeSpan.FromSeconds(60) },
            PlannedAtMost = plannedAtMost,
        }.Run();
    }

    [Test]
    public void HeldByACapBelowTheLimit_GetsMoreBandwidth()
    {
        ScriptedMigration run = new ScriptedMigration
        {
            WorkingSetPages = 100 * 256,
            Writes = static _ => 6000,
            Link = static _ => 100e6,
            Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(300), Bandwidth = new(20e6) },
            Limits = new() { MaxDowntime = TimeSpan.FromMilliseconds(380), MaxTotalTime = TimeSpan.FromSeconds(90), Bandwidth = new(80e6) },
        }.Run();
        Assert.Multiple(() =>
        {
            Assert.That(run.Completed, Is.True);
            Assert.That(Only<RaiseBandwidth>(run).Cap, Is.EqualTo(new BytesPerSecond(80e6)));
        });
    }

    [Test]
    public void BandwidthHalvedInTheMiddle_KeepsThePauseWithinTheLimitAndTheEndIsKnownAgain()
    {
        ScriptedMigration run = new ScriptedMigration { Writes = static _ => 1500, Link = static t => t < 3 ? 50e6 : 25e6 }.Run();
        Assert.Multiple(() =>
        {
            Assert.That(run.Completed, Is.True);
            Assert.That(Only<LowerMaxDowntime>(run).Reason.Message, Does.Contain("queue adds"));
            Assert.That(run.Downtime, Is.LessThan(0.4));
            Assert.That(WorstError(run, 5), Is.LessThan(0.05));
        });
    }

    [Test]
    public void CutSoFarThatThePassOutlastsTheDeadline_IsAbortedLongBefore()
    {
        ScriptedMigration run = new ScriptedMigration { Link = static t => t < 2 ? 50e6 : 2e6 }.Run();
        Assert.That(run.Decisions[^1].Decision, Is.InstanceOf<AbortTransfer>());
        Assert.That(run.Decisions[^1].Decision.Reason.Code, Is.EqualTo(ReasonCodes.TotalTimeLimit));
        Assert.That(run.EndedAt, Is.LessThan(12));
    }

    [Test]
    public void CacheTooSmall_GrowsWithinThePlansRule()
    {
        ScriptedMigration run = new ScriptedMigration
        {
            WorkingSetPages = 60 * 256,
            Writes = static _ => 40_000,
            Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(200), XbzrleCache = ByteCount.FromMebibytes(32) },
            Limits = new() { MaxDowntime = TimeSpan.FromMilliseconds(280), MaxTotalTime = TimeSpan.FromSeconds(90) },
        }.Run();
        Assert.Multiple(() =>
        {
            Assert.That(run.Completed, Is.True);
            Assert.That(Only<ResizeCache>(run).Size, Is.EqualTo(ByteCount.FromMebibytes(64)));
        });
    }

    [Test]
    public void Bursts_AreWaitedFor()
    {
        ScriptedMigration run = new ScriptedMigration
        {
            WorkingSetPages = 80 * 256,
            Writes = static t => (int)t % 2 == 0 ? 10_000 : 0,
        }.Run();
        Assert.That(run.Completed, Is.True, string.Join("\n", run.Decisions));
        Assert.That(run.Decisions.Select(d => d.Decision), Has.None.InstanceOf<AbortTransfer>());
    }

    [TestCase(0.25, 20)]
    [TestCase(0.45, 40)]
    public void Throttle_NeverGoesBeyondTheLimit(double limit, int most)
    {
        ScriptedMigration run = new ScriptedMigration
        {
            WorkingSetPages = 100 * 256,
            Writes = static _ => 200_000,
            Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(300), ThrottleInitial = 0.2, ThrottleIncrement = 0.1 },
            Limits = new() { MaxDowntime = TimeSpan.FromMilliseconds(380), MaxTotalTime = TimeSpan.FromMinutes(5), MaxSlowdown = limit },
        }.Run();
        AbortTransfer abort = Only<AbortTransfer>(run);
        Assert.Multiple(() =>
        {
            Assert.That(run.MostThrottle, Is.LessThanOrEqualTo(most));
            Assert.That(abort.Reason.Code, Is.AnyOf(ReasonCodes.SlowdownLimit, ReasonCodes.NotConverging));
        });
    }

    [Test]
    public void DeadlineInSight_AbortsEarlyEnoughToStayWithinIt()
    {
        ScriptedMigration run = new ScriptedMigration { Writes = static t => t < 20 ? 60_000 : 30_000, Limits = new() { MaxTotalTime = TimeSpan.FromSeconds(20) } }.Run();
        Assert.That(run.Completed, Is.False);
        Assert.That(run.EndedAt, Is.LessThanOrEqualTo(18.2));
    }

    private static T Only<T>(ScriptedMigration run)
        where T : InFlightDecision
    {
        Assert.That(run.Decisions.Select(d => d.Decision), Is.All.InstanceOf<T>().And.Exactly(1).Items, string.Join("\n", run.Decisions));
        return (T)run.Decisions[0].Decision;
    }

    /// <summary>Largest deviation of the forecast end from the real one, as a share of the whole time.</summary>
    private static double WorstError(ScriptedMigration run, double from)
    {
        (double At, double Error)[] errors =
            [.. run.Forecasts.Where(f => f.At >= from).Select(f => (f.At, Math.Abs(f.At + (f.Remaining ?? double.PositiveInfinity) - run.EndedAt) / run.EndedAt))];
        (double at, double worst) = errors.MaxBy(e => e.Error);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{errors.Length} forecasts, total {run.EndedAt:0.00} s, worst error {worst:P1} at {at:0.0} s"));
        return worst;
    }
}
