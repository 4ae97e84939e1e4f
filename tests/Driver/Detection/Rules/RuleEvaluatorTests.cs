using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Detection.Rules;

public sealed class RuleEvaluatorTests
{
    private static readonly Rule Cpu = new()
    {
        Name = "cpu",
        Signal = SignalNames.NodeCpuUtilization,
        Threshold = 0.9,
        Clearing = 0.8,
        Duration = TimeSpan.FromSeconds(10),
        ClearDuration = TimeSpan.FromSeconds(6),
        Resource = "cpu",
    };

    [Test]
    public void Next_NoReadingYet_IsUnknownAndStale()
    {
        RuleRun run = new(Cpu);
        run.Read(null, null);
        Assert.That(run.Status, Has.Property(nameof(RuleStatus.State)).EqualTo(RuleState.Unknown).And.Property(nameof(RuleStatus.IsStale)).True);
        Assert.That(run.Status.Reason.Code, Is.EqualTo(ReasonCodes.SignalMissing));
    }

    [Test]
    public void Next_OneSpike_TripsNothing()
    {
        RuleRun run = new(Cpu);
        Assert.That(run.Read(0.2, 1.0, 0.2), Is.EqualTo(new[] { RuleState.Ok, RuleState.Pending, RuleState.Ok }));
    }

    [Test]
    public void Next_SpikesWithPauses_NeverAddUp()
    {
        RuleRun run = new(Cpu);
        for (int i = 0; i < 20; i++)
            Assert.That(run.Read(1.0, 1.0, 0.85), Has.None.EqualTo(RuleState.Overloaded));
    }

    [Test]
    public void Next_AboveForTheDuration_IsOverloadedThenAndNotBefore()
    {
        RuleRun run = new(Cpu);
        Assert.That(run.Read(0.95, 0.95, 0.95, 0.95, 0.95), Is.All.EqualTo(RuleState.Pending), "8 s");
        Assert.That(run.Read(0.95), Is.EqualTo(new[] { RuleState.Overloaded }), "10 s");
        Assert.Multiple(() =>
        {
            Assert.That(run.Status.IsInEffect, Is.True);
            Assert.That(run.Status.Since, Is.EqualTo(run.Now));
            Assert.That(run.Status.Reason, Is.EqualTo(new Reason(ReasonCodes.AboveThreshold, "node-cpu-utilization is 0.95, threshold 0.9")));
        });
    }

    [Test]
    public void Next_AtTheThreshold_IsNotAboveIt()
    {
        RuleRun run = new(Cpu);
        Assert.That(run.Read(0.9, TimeSpan.FromMinutes(1)), Is.All.EqualTo(RuleState.Ok));
    }

    [Test]
    public void Next_BetweenThresholdAndClearingValue_KeepsWhatIs()
    {
        RuleRun run = new(Cpu);
        Assert.That(run.Read(0.85, TimeSpan.FromMinutes(1)), Is.All.EqualTo(RuleState.Ok));
        run.Read(1.0, TimeSpan.FromSeconds(12));
        Assert.That(run.Read(0.85, TimeSpan.FromMinutes(1)), Is.All.EqualTo(RuleState.Overloaded));
        Assert.That(run.Status.Reason.Code, Is.EqualTo(ReasonCodes.NotCleared));
    }

    [Test]
    public void Next_SwingsAroundTheThreshold_DoesNotFlap()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, TimeSpan.FromSeconds(12));
        for (int i = 0; i < 30; i++)
            Assert.That(run.Read(0.95, 0.88, 0.81), Is.All.EqualTo(RuleState.Overloaded));
    }

    [Test]
    public void Next_BackForTheClearingDuration_IsOk()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, TimeSpan.FromSeconds(12));
        Assert.That(run.Read(0.5, 0.5, 0.5), Is.All.EqualTo(RuleState.Clearing));
        Assert.That(run.Status.IsInEffect, Is.True, "until it cleared");
        Assert.That(run.Read(0.8), Is.EqualTo(new[] { RuleState.Ok }), "6 s at or below the clearing value");
    }

    [Test]
    public void Next_RisesWhileClearing_IsStillOverloaded()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, TimeSpan.FromSeconds(12));
        Assert.That(run.Read(0.5, 0.85, 0.5, 0.5, 0.5), Is.EqualTo(new[]
        {
            RuleState.Clearing, RuleState.Overloaded, RuleState.Clearing, RuleState.Clearing, RuleState.Clearing,
        }));
    }

    [Test]
    public void Next_ReadingsStop_KeepsTheStateAndMarksIt()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, TimeSpan.FromSeconds(12));
        run.Read(null, null, null);
        Assert.That(run.Status.IsStale, Is.False, "the last reading still holds");
        Assert.That(run.Read([.. new double?[60]]), Is.All.EqualTo(RuleState.Overloaded));
        Assert.That(run.Status.IsStale, Is.True);
        run.Read(1.0);
        Assert.That(run.Status.IsStale, Is.False);
    }

    [Test]
    public void Next_StaleReading_DecidesNothing()
    {
        RuleRun run = new(Cpu);
        run.Read(0.1);
        for (int i = 0; i < 20; i++)
        {
            run.Read(new double?[] { null });
            Assert.That(run.Judge(new(Cpu.Signal, null, 1.0, run.Now - TimeSpan.FromMinutes(1), run.Now - TimeSpan.FromSeconds(1))), Is.EqualTo(RuleState.Ok));
        }

        Assert.That(run.Status.Value, Is.EqualTo(0.1));
    }

    [Test]
    public void Next_SameReadingAgain_IsNoSecondSample()
    {
        RuleRun run = new(Cpu with { Duration = TimeSpan.Zero, ClearDuration = TimeSpan.Zero });
        run.Read(0.1);
        SignalReading frozen = new(Cpu.Signal, null, 1.0, run.Now, run.Now + TimeSpan.FromHours(1));
        Assert.That(run.Judge(frozen), Is.EqualTo(RuleState.Ok), "as old as what was judged already");
    }

    [Test]
    public void Next_ClockSetBack_GoesOnAndCountsAnew()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, 1.0, 1.0);
        run.SetBack(TimeSpan.FromHours(1));
        run.Read(new double?[] { null });
        Assert.That(run.Status.IsStale, Is.True);
        Assert.That(run.Read(1.0, 1.0, 1.0, 1.0, 1.0), Is.All.EqualTo(RuleState.Pending));
        Assert.That(run.Read(1.0), Is.EqualTo(new[] { RuleState.Overloaded }));
    }

    [Test]
    public void Next_GapWhilePending_StartsTheDurationAnew()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, 1.0);
        run.Read([.. new double?[20]]);
        Assert.That(run.Read(1.0, 1.0, 1.0, 1.0, 1.0), Is.All.EqualTo(RuleState.Pending), "nobody saw what was in between");
        Assert.That(run.Read(1.0), Is.EqualTo(new[] { RuleState.Overloaded }));
    }

    [Test]
    public void Next_SingleReadingMissing_DoesNotStartTheDurationAnew()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, null, 1.0, null, null);
        Assert.That(run.Read(1.0), Is.EqualTo(new[] { RuleState.Overloaded }), "10 s after the first");
    }

    [Test]
    public void Next_GapWhileClearing_StartsTheClearingAnew()
    {
        RuleRun run = new(Cpu);
        run.Read(1.0, TimeSpan.FromSeconds(12));
        run.Read(0.1);
        run.Read([.. new double?[20]]);
        Assert.That(run.Read(0.1, 0.1, 0.1, 0.1), Is.EqualTo(new[] { RuleState.Clearing, RuleState.Clearing, RuleState.Clearing, RuleState.Ok }));
    }

    [Test]
    public void Next_DegradingWithoutDuration_HoldsFromTheFirstError()
    {
        RuleRun run = new(ShippedRules.Find("memory-errors-uncorrected")!);
        Assert.That(run.Read(0, 1, 1, 0), Is.EqualTo(new[] { RuleState.Ok, RuleState.Degrading, RuleState.Degrading, RuleState.Ok }));
    }

    [Test]
    public void Next_BelowRule_IsOverloadedBelowAndClearsAbove()
    {
        RuleRun run = new(Cpu with { Comparison = RuleComparison.Below, Threshold = 10, Clearing = 20 });
        Assert.That(run.Read(5, TimeSpan.FromSeconds(12))[^1], Is.EqualTo(RuleState.Overloaded));
        Assert.That(run.Status.Reason.Code, Is.EqualTo(ReasonCodes.BelowThreshold));
        Assert.That(run.Read(15, TimeSpan.FromMinutes(1)), Is.All.EqualTo(RuleState.Overloaded));
        Assert.That(run.Read(25, TimeSpan.FromSeconds(12))[^1], Is.EqualTo(RuleState.Ok));
    }

    [TestCase(RuleMethod.MedianAbsoluteDeviation)]
    [TestCase(RuleMethod.InterquartileRange)]
    public void Next_AdaptiveThreshold_FallsForARestlessLoad(RuleMethod method)
    {
        Rule rule = Cpu with { Method = method, Threshold = 1, Clearing = null };
        RuleRun steady = new(rule), restless = new(rule);
        for (int i = 0; i < 30; i++)
        {
            steady.Read(0.8);
            restless.Read(i % 2 == 0 ? 0.6 : 0.8);
        }

        Assert.Multiple(() =>
        {
            Assert.That(steady.Status.State, Is.EqualTo(RuleState.Ok));
            Assert.That(restless.Status.Limit, Is.LessThan(steady.Status.Limit!.Value));
        });
    }

    [Test]
    public void Next_Trend_IsOverloadedBeforeCapacityIsReached()
    {
        RuleRun run = new(Cpu with { Method = RuleMethod.LocalRegression, Threshold = 100, Clearing = null, Safety = 1.2, Duration = TimeSpan.FromSeconds(4) });
        IReadOnlyList<RuleState> states = run.Read([.. Enumerable.Range(0, 24).Select(i => (double?)(40 + (2.4 * i)))]);
        Assert.Multiple(() =>
        {
            Assert.That(states[^1], Is.EqualTo(RuleState.Overloaded));
            Assert.That(run.Status.Value, Is.LessThan(100));
            Assert.That(run.Status.Reason.Code, Is.EqualTo(ReasonCodes.TrendAboveCapacity));
        });
    }

    [Test]
    public void Next_GapInAHistory_ForgetsIt()
    {
        RuleRun run = new(Cpu with { Method = RuleMethod.LocalRegression, Threshold = 1, Clearing = null });
        run.Read(0.1, TimeSpan.FromSeconds(60));
        run.Read([.. new double?[20]]);
        run.Read(0.2);
        Assert.That(run.Track.History.Values, Is.EqualTo(new[] { 0.2 }));
    }

    [Test]
    public void History_Interval_HoldsTheMeanOfEachInterval()
    {
        RuleHistory history = RuleHistory.Empty;
        DateTimeOffset at = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (double value in (double[])[1, 2, 3, 10, 20])
        {
            history = history.With(at, value, TimeSpan.FromSeconds(6));
            at += RuleRun.Tick;
        }

        Assert.That(history.Values, Is.EqualTo(new[] { 2.0, 15.0 }));
    }

    [Test]
    public void History_Long_IsBounded()
    {
        RuleRun run = new(Cpu with { Method = RuleMethod.InterquartileRange, Threshold = 1, Clearing = null });
        run.Read(0.5, TimeSpan.FromMinutes(5));
        Assert.That(run.Track.History.Values, Has.Count.EqualTo(30));
    }
}
