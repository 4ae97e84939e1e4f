using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using static ShadowMig.Driver.Tests.Planning.PlanningInputs;

namespace ShadowMig.Driver.Tests.Planning;

[TestFixture]
public sealed class MigrationPlannerTests
{
    [Test]
    public void Plan_ManySmallChangesOverSlowLink_PlainDoesNotConvergeAndShadowCacheIsChosen()
    {
        MigrationPlan plan = Plan(ManySmallChanges);

        Assert.Multiple(() =>
        {
            Assert.That(plan.Go, Is.True);
            Assert.That(plan.Chosen!.Strategy, Is.EqualTo(MigrationStrategy.ShadowCache));
            Assert.That(plan.Chosen.Parameters!.XbzrleCache!.Value.Value, Is.GreaterThanOrEqualTo(400L << 20));
            Assert.That(plan.Chosen.Prediction!.DowntimeSeconds.P90, Is.LessThanOrEqualTo(0.3));
            Assert.That(plan.Candidate(MigrationStrategy.Plain).Prediction!.Converges, Is.False);
            Assert.That(plan.Candidate(MigrationStrategy.Plain).Reasons[0].Code, Is.EqualTo(ReasonCodes.NotConverging));
        });
    }

    [Test]
    public void Plan_IdleGuest_TakesPlainAndPredictsOnePass()
    {
        MigrationPlan plan = Plan(Idle);

        double expected = (512 * 0.2 / 800) + Idle.Link.SetupTime.TotalSeconds;
        Assert.Multiple(() =>
        {
            Assert.That(plan.Chosen!.Strategy, Is.EqualTo(MigrationStrategy.Plain));
            Assert.That(plan.Chosen.Prediction!.TotalSeconds.P50, Is.EqualTo(expected).Within(0.1));
            Assert.That(plan.Chosen.Prediction.Rounds, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void Plan_CacheWouldHelpButChangesWereNotLookedAt_RefusesAndAsksForTheProbe()
    {
        PlanningInput input = ManySmallChanges with
        {
            Observation = ManySmallChanges.Observation with { ChangedByteRatio = null },
        };

        MigrationPlan plan = Plan(input);

        Assert.That(plan.Go, Is.False);
        Assert.That(plan.Candidate(MigrationStrategy.ShadowCache).Reasons.Single().Message, Does.Contain("--probe"));
    }

    [Test]
    public void Plan_NoCacheMemoryOnSource_RefusesTheCache()
    {
        MigrationPlan plan = Plan(ManySmallChanges with { SourceAvailableMemory = ByteCount.FromMebibytes(100) });

        Assert.That(plan.Go, Is.False);
        Assert.That(plan.Candidate(MigrationStrategy.ShadowCache).Reasons.Select(r => r.Code), Has.Member(ReasonCodes.SourceMemory));
    }

    [Test]
    public void Plan_IncompressibleChanges_RefusalNamesRelaxationsThatWork()
    {
        PlanningInput input = ManySmallChanges with { Observation = ManySmallChanges.Observation with { ChangedByteRatio = 1 } };

        MigrationPlan plan = Plan(input);

        Assert.That(plan.Go, Is.False);
        string advice = plan.Reasons[0].Message;
        Assert.That(advice, Does.Contain("--allow-post-copy").And.Contain("--bandwidth").And.Contain("--max-downtime"));
        string bandwidth = advice.Split("--bandwidth ")[1].Split([';', ' '])[0];
        MigrationPlan relaxed = Plan(input with { Limits = input.Limits with { Bandwidth = BytesPerSecond.Parse(bandwidth) } });
        Assert.That(relaxed.Go, Is.True);
    }

    [Test]
    public void Plan_PostCopyAllowed_IsTakenOnlyWhenNothingGentlerKeepsTheLimits()
    {
        PlanningInput hopeless = ManySmallChanges with
        {
            Observation = ManySmallChanges.Observation with { ChangedByteRatio = 1 },
            Limits = ManySmallChanges.Limits with { AllowPostCopy = true },
        };
        PlanningInput easy = Idle with { Limits = Idle.Limits with { AllowPostCopy = true } };

        Assert.That(Plan(hopeless).Chosen!.Strategy, Is.EqualTo(MigrationStrategy.PostCopy));
        Assert.That(Plan(easy).Chosen!.Strategy, Is.EqualTo(MigrationStrategy.Plain));
    }

    [Test]
    public void Plan_PausedGuest_NeedsOnePassWhateverItWroteBefore()
    {
        PlanningInput input = ManySmallChanges with
        {
            Observation = ManySmallChanges.Observation with { IsRunning = false, WorkingSet = [] },
        };

        MigrationPlan plan = Plan(input);

        Assert.That(plan.Chosen!.Strategy, Is.EqualTo(MigrationStrategy.Plain));
        Assert.That(plan.Chosen.Prediction!.Rounds, Has.Count.EqualTo(1));
    }

    [Test]
    public void Plan_RunningGuestWithoutMeasurement_PromisesNothing()
    {
        MigrationPlan plan = Plan(Idle with { Observation = Idle.Observation with { WorkingSet = [] } });

        Assert.That(plan.Go, Is.False);
        Assert.That(plan.Reasons.Single().Code, Is.EqualTo(ReasonCodes.StaleObservation));
    }

    [Test]
    public void Plan_BandwidthBelowWhatLibvirtTakes_IsRefused()
    {
        MigrationPlan plan = Plan(Idle with { Limits = Idle.Limits with { Bandwidth = new BytesPerSecond(1000) } });

        Assert.That(plan.Reasons.Single().Code, Is.EqualTo(ReasonCodes.BandwidthLimit));
    }

    [Test]
    public void Plan_SameInput_GivesTheSamePlan()
    {
        MigrationPlan first = Plan(ManySmallChanges);
        MigrationPlan second = Plan(ManySmallChanges);

        Assert.That(second.Chosen!.Prediction!.Rounds, Is.EqualTo(first.Chosen!.Prediction!.Rounds));
        Assert.That(second.Chosen.Prediction.TotalSeconds, Is.EqualTo(first.Chosen.Prediction.TotalSeconds));
    }

    [Test]
    public void Plan_AnyOutcome_EveryEstimateIsOrdered([Values(0.0, 0.01, 1.0)] double changed, [Values(20, 100, 1000)] double bandwidth)
    {
        PlanningInput input = ManySmallChanges with
        {
            Observation = ManySmallChanges.Observation with { ChangedByteRatio = changed },
            Limits = new MigrationLimits { Bandwidth = BytesPerSecond.FromMebibytes(bandwidth), AllowPostCopy = true },
        };

        foreach (MigrationPrediction prediction in Plan(input).Candidates.Select(c => c.Prediction).OfType<MigrationPrediction>())
        {
            foreach (Estimate estimate in new[] { prediction.TotalSeconds, prediction.DowntimeSeconds, prediction.TransferBytes })
            {
                Assert.That(estimate.P10, Is.LessThanOrEqualTo(estimate.P50));
                Assert.That(estimate.P50, Is.LessThanOrEqualTo(estimate.P90));
                Assert.That(estimate.P90, Is.Positive.And.LessThan(double.PositiveInfinity));
            }
        }
    }

    [Test]
    public void Plan_IdleGuest_GetsAShortMaxDowntimeAndNotTheLimit()
    {
        MigrationPlan plan = Plan(Idle with { Limits = Idle.Limits with { MaxDowntime = TimeSpan.FromSeconds(2) } });

        Assert.That(plan.Chosen!.Parameters!.MaxDowntime, Is.LessThan(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void Plan_IncompressibleChangesAndSlowdownAllowed_ThrottlesNoMoreThanAllowed()
    {
        PlanningInput input = Incompressible(MigrationLimits.Default with { Bandwidth = BytesPerSecond.FromMebibytes(500), MaxSlowdown = 0.9 });

        MigrationPlan plan = Plan(input);

        Assert.Multiple(() =>
        {
            Assert.That(plan.Chosen!.Strategy, Is.EqualTo(MigrationStrategy.Throttle));
            Assert.That(plan.Chosen.Parameters!.ThrottleInitial, Is.InRange(0.1, 0.9));
            Assert.That(plan.Chosen.Prediction!.PeakSlowdown, Is.InRange(0.1, 0.9));
            Assert.That(Plan(input with { Limits = input.Limits with { MaxSlowdown = 0.05 } }).Go, Is.False);
        });
    }

    [Test]
    public void Plan_MemoryCompressesAndBothNodesCan_SendsCompressedOverSeveralConnections()
    {
        PlanningInput input = ManySmallChanges with
        {
            Observation = ManySmallChanges.Observation with { ZeroPageRatio = 0, CompressedRatio = 0.25, ChangedByteRatio = 1, WorkingSet = [Point(1, 2), Point(2, 2), Point(4, 2)] },
            Limits = MigrationLimits.Default with { Bandwidth = BytesPerSecond.FromMebibytes(20) },
        };

        MigrationPlan plan = Plan(input);
        MigrationPlan old = Plan(input with { Destination = input.Destination with { Libvirt = new Version(9, 0) } });

        Assert.That(plan.Chosen!.Strategy, Is.EqualTo(MigrationStrategy.Parallel));
        Assert.That(plan.Chosen.Parameters, Is.EqualTo(plan.Chosen.Parameters! with { ParallelCompression = "zstd", XbzrleCache = null, PostCopyRescue = false }));
        Assert.That(old.Candidate(MigrationStrategy.Parallel).Reasons.Single().Code, Is.EqualTo(ReasonCodes.CapabilityMissing));
    }

    [Test]
    public void Plan_WhatIsRewrittenDoesNotCompress_CountsItWholeInLaterRounds()
    {
        GuestObservation observation = ManySmallChanges.Observation with
        {
            ZeroPageRatio = 0,
            CompressedRatio = 0.25,
            WorkingSet = [Point(1, 20), Point(2, 30), Point(4, 40)],
        };
        MigrationPrediction alike = Predict(observation), random = Predict(observation with { ChangedCompressedRatio = 1 });
        Assert.That(random.Rounds[0].Bytes, Is.EqualTo(alike.Rounds[0].Bytes), "the first pass is the same");
        Assert.That(random.Rounds[1].Bytes.Value, Is.GreaterThan(2 * alike.Rounds[1].Bytes.Value));
        Assert.That(random.TotalSeconds.P50, Is.GreaterThan(alike.TotalSeconds.P50));

        static MigrationPrediction Predict(GuestObservation observation) =>
            Plan(ManySmallChanges with { Observation = observation }).Candidate(MigrationStrategy.Parallel).Prediction!;
    }

    [Test]
    public void Plan_MemoryCompressesToNextToNothing_KnowsThatTheDestinationFallsBehind()
    {
        PlanningInput input = Idle with { Observation = Idle.Observation with { ZeroPageRatio = 0, CompressedRatio = 0.03 } };

        PlanCandidate parallel = Plan(input).Candidate(MigrationStrategy.Parallel);

        Assert.That(parallel.Reasons.Single().Code, Is.EqualTo(ReasonCodes.DowntimeLimit));
        Assert.That(parallel.Prediction!.DowntimeSeconds.P50, Is.GreaterThan(0.3));
    }

    [Test]
    public void Plan_OneWayAskedFor_TakesThatOrRefuses()
    {
        MigrationPlan cache = Plan(ManySmallChanges with { Only = MigrationStrategy.ShadowCache });
        MigrationPlan plain = Plan(ManySmallChanges with { Only = MigrationStrategy.Plain });

        Assert.That(cache.Chosen!.Strategy, Is.EqualTo(MigrationStrategy.ShadowCache));
        Assert.That(plain.Go, Is.False);
        Assert.That(plain.Reasons[0].Code, Is.EqualTo(ReasonCodes.NotConverging));
    }

    [Test]
    public void Plan_PostCopyAllowedAndNotChosen_StandsByToRescue()
    {
        MigrationPlan plan = Plan(Idle with { Limits = Idle.Limits with { AllowPostCopy = true } });

        Assert.That(plan.Chosen!.Parameters, Is.EqualTo(plan.Chosen.Parameters! with { PostCopyRescue = true, PostCopy = false }));
    }

    [Test]
    public void Plan_Refusal_GivesEachRelaxationAsACommandThatWouldBeAccepted()
    {
        PlanningInput input = Incompressible(MigrationLimits.Default with { Bandwidth = BytesPerSecond.FromMebibytes(500), MaxTotalTime = TimeSpan.FromSeconds(90) });

        string[] commands = [.. Plan(input).Reasons.Where(r => r.Code == ReasonCodes.Relaxation).Select(r => r.Message)];

        Assert.That(commands, Has.Length.GreaterThanOrEqualTo(3));
        Assert.That(commands, Is.All.StartWith("shadowmig migrate guest --to qemu+tcp://destination/system --max-total-time 90s"));
        Assert.That(commands, Has.Some.EndsWith("--allow-post-copy").And.Some.Contains("--max-slowdown").And.Some.Contains("--max-downtime"));
    }

    [Test]
    public void Plan_WorkingSetAtTheEdge_IsUncertain()
    {
        MigrationPlan edge = Plan(Incompressible(MigrationLimits.Default with { Bandwidth = BytesPerSecond.FromMebibytes(100), MaxDowntime = TimeSpan.FromSeconds(4.2) }));

        Assert.That(edge.Candidate(MigrationStrategy.Plain).Prediction!.ConvergingShare, Is.InRange(0.02, 0.98));
    }

    [Test]
    public void Plan_PastMigrationsDirtiedMore_PredictsMore()
    {
        PlanningInput input = ManySmallChanges with { Only = MigrationStrategy.ShadowCache };
        MigrationPlan taught = Plan(input with { Correction = new(1.5, 0.05, 3) });

        Assert.That(taught.Chosen!.Prediction!.TransferBytes.P50, Is.GreaterThan(1.1 * Plan(input).Chosen!.Prediction!.TransferBytes.P50));
    }

    private static PlanningInput Incompressible(MigrationLimits limits) => ManySmallChanges with
    {
        Observation = ManySmallChanges.Observation with { ChangedByteRatio = 1 },
        Limits = limits,
    };

    [Test]
    public void Plan_SampleFindsMoreThanIsResident_KeepsToWhatIsResident()
    {
        GuestObservation seen = Idle.Observation with
        {
            MemoryTotal = ByteCount.FromMebibytes(1280),
            MemoryResident = ByteCount.FromMebibytes(433),
            ZeroPageRatio = 0.615,
            ZeroPageRatioError = 0.018,
        };
        GuestCorrection learned = new(1, 0.1, 1) { ProcessOverhead = ByteCount.FromMebibytes(37) };

        Assert.That(Sent(seen), Is.EqualTo(396).Within(0.02 * 396));
        Assert.That(Sent(seen with { PageSize = ByteCount.FromMebibytes(2) }), Is.EqualTo(493).Within(0.02 * 493), "huge pages are not resident");
        Assert.That(Sent(seen with { ZeroPageRatio = 0.8 }), Is.EqualTo(256).Within(0.02 * 256), "the guest zeroed what it freed");

        double Sent(GuestObservation observation) => Plan(Idle with { Observation = observation, Correction = learned })
            .Candidate(MigrationStrategy.Plain).Prediction!.TransferBytes.P50 / (1 << 20);
    }

    [Test]
    public void Plan_Chosen_MaxDowntimeLeavesRoomForTheSwitchover()
    {
        MigrationPlan plan = Plan(ManySmallChanges);

        Assert.That(plan.Chosen!.Parameters!.MaxDowntime, Is.LessThan(plan.Limits.MaxDowntime));
    }
}
