using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Tests.Migration;

namespace ShadowMig.Driver.Tests.Orchestration;

[TestFixture]
public sealed class LinkHistoryTests
{
    private static readonly LinkOptions Options = new();

    [Test]
    public void Learn_NoHistory_AssumesWhatOptionsSay()
    {
        LinkEstimate link = LinkHistory.Learn([], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That((link.Rate.MebibytesPerSecond, link.IsMeasured, link.SwitchoverCost), Is.EqualTo((110.0, false, TimeSpan.FromMilliseconds(40))));
    }

    [Test]
    public void Learn_MigrationsWithoutACap_GivesTheirMeanRateTheLatestMost()
    {
        LinkEstimate link = LinkHistory.Learn([Entry(1000, 10), Entry(4000, 10), Entry(2000, 10)], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That(link.IsMeasured, Is.True);
        Assert.That(link.Rate.MebibytesPerSecond, Is.InRange(150, 220));
        Assert.That(link.RateSpread, Is.GreaterThan(0.3), "they do not agree");
    }

    [Test]
    public void Learn_AgreeingMigrations_AreSureOfTheRate()
    {
        LinkEstimate link = LinkHistory.Learn([.. Enumerable.Repeat(Entry(1000, 10), 6)], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That(link.Rate.MebibytesPerSecond, Is.EqualTo(100).Within(1));
        Assert.That(link.RateSpread, Is.LessThan(0.04));
    }

    [Test]
    public void Learn_OldMigration_CountsLessThanANewOne()
    {
        JournalEntry old = Entry(1000, 10) with { StartedAt = DateTimeOffset.UnixEpoch - TimeSpan.FromDays(90) };
        LinkEstimate link = LinkHistory.Learn([Entry(4000, 10), old], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That(link.Rate.MebibytesPerSecond, Is.InRange(330, 400));
    }

    [Test]
    public void Learn_OnlyTheInterfaceIsKnown_TakesItsSpeed()
    {
        LinkEstimate link = LinkHistory.Learn([], Options, new BytesPerSecond(1.25e9), DateTimeOffset.UnixEpoch);
        Assert.That(link.Rate.Value, Is.EqualTo(1.175e9).Within(1e6));
        Assert.That((link.IsMeasured, link.RateSpread), Is.EqualTo((false, 0.25)));
    }

    [TestCase(20.0, 110.0)]
    [TestCase(300.0, 300.0)]
    public void Learn_MigrationsUnderACap_OnlyRaiseTheAssumption(double cap, double expected)
    {
        LinkEstimate link = LinkHistory.Learn([Entry(cap * 10, 10, cap)], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That(link.IsMeasured, Is.False);
        Assert.That(link.Rate.MebibytesPerSecond, Is.EqualTo(expected).Within(expected / 100));
    }

    [Test]
    public void Learn_TinyOrFailedMigrations_SayNothingOfTheRate()
    {
        JournalEntry failed = Entry(1000, 10);
        failed = failed with { Report = failed.Report! with { Result = MigrationResult.Failed } };
        Assert.That(LinkHistory.Learn([Entry(1, 1), failed, failed with { Report = null }], Options, null, DateTimeOffset.UnixEpoch).IsMeasured, Is.False);
    }

    [Test]
    public void Learn_Downtimes_GiveTheFixedCostBeyondTheLastRound()
    {
        // The plan expected 20 ms, 12 of them the fixed cost that it knew; 40 ms were seen.
        LinkEstimate link = LinkHistory.Learn([Planned(MigrationStrategy.Plain), Planned(MigrationStrategy.Plain)], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That(link.SwitchoverCost.TotalMilliseconds, Is.EqualTo(32).Within(0.5));
        Assert.That((link.DeltaSwitchoverCost, link.PostCopySwitchoverCost), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)null)));
    }

    [Test]
    public void Learn_OneOddPause_TeachesLittleAtATime()
    {
        JournalEntry entry = Planned(MigrationStrategy.Plain);
        MigrationActuals odd = entry.Report!.Actual! with { Downtime = TimeSpan.FromSeconds(3) };
        LinkEstimate link = LinkHistory.Learn([entry with { Report = entry.Report with { Actual = odd } }], Options, null, DateTimeOffset.UnixEpoch);
        Assert.That(link.SwitchoverCost.TotalMilliseconds, Is.EqualTo((4 * 12) + 100).Within(0.5), "12 ms were known");
    }

    [TestCase(MigrationStrategy.ShadowCache)]
    [TestCase(MigrationStrategy.PostCopy)]
    [TestCase(MigrationStrategy.Parallel)]
    public void Learn_DowntimesOfAnotherWay_GiveTheFixedCostOfThatWayAlone(MigrationStrategy strategy)
    {
        LinkEstimate link = LinkHistory.Learn([Planned(strategy)], Options, null, DateTimeOffset.UnixEpoch);
        double planned = Usual(strategy, TimeSpan.FromMilliseconds(12));
        double seen = 40 - Math.Max(0, 20 - planned);
        double assumed = Usual(strategy, Options.AssumedSwitchoverCost);
        Assert.That(link.SwitchoverCostOf(strategy).TotalMilliseconds, Is.EqualTo((seen + (1.5 * assumed)) / 2.5).Within(0.5), "one value does not overthrow what is usual");
        Assert.That(link.SwitchoverCost, Is.EqualTo(Options.AssumedSwitchoverCost));
    }

    [Test]
    public void Learn_PhasesOutlastTheJob_GivesTheTimeToTheProof()
    {
        JournalEntry entry = Entry(1000, 10);
        PhaseTiming Phase(MigrationPhase phase, double seconds) => new(phase, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds));
        PhaseTiming[] phases = [Phase(MigrationPhase.Initialization, 5), Phase(MigrationPhase.IterativePreCopy, 10), Phase(MigrationPhase.Activation, 2.04)];
        entry = entry with { Report = entry.Report! with { Phases = phases } };
        Assert.That(LinkHistory.Learn([entry], Options, null, DateTimeOffset.UnixEpoch).HandoverTime.TotalSeconds, Is.EqualTo(2).Within(1e-6));
        Assert.That(LinkHistory.Learn([], Options, null, DateTimeOffset.UnixEpoch).HandoverTime.TotalSeconds, Is.EqualTo(1.2));
    }

    [TestCase(30.0, 0.5)]
    [TestCase(99.0, null)]
    public void Learn_CompressedMigration_TellsHowFastItPacksUnlessTheLinkWasFull(double wireMebibytes, double? expected)
    {
        const double Share = 0.25;
        JournalEntry entry = Planned(MigrationStrategy.Parallel);
        MigrationPlan plan = entry.Report!.Plan;
        plan = plan with
        {
            Observation = plan.Observation! with { CompressedRatio = Share },
            Chosen = plan.Chosen! with { Parameters = plan.Chosen.Parameters! with { ParallelConnections = 2, ParallelCompression = "zstd" } },
        };
        // Half of what is assumed: so much memory in the two seconds after the set-up.
        var filled = new ByteCount((long)(2 * 0.5 * ParallelModel.AssumedPackRate(Share)));
        entry = entry with
        {
            Report = entry.Report with
            {
                Plan = plan,
                Transfer = new(BytesPerSecond.FromMebibytes(wireMebibytes), TimeSpan.FromSeconds(1), null, filled),
                Rounds = [new(TimeSpan.FromSeconds(3), new(1), new(1))],
            },
        };

        Assert.That(LinkHistory.Learn([entry], Options, null, DateTimeOffset.UnixEpoch).PackSpeed, expected is null ? Is.Null : Is.EqualTo(expected).Within(1e-6));
    }

    private static double Usual(MigrationStrategy strategy, TimeSpan switchover) =>
        new LinkEstimate { Rate = new(1), SwitchoverCost = switchover }.SwitchoverCostOf(strategy).TotalMilliseconds;

    private static JournalEntry Planned(MigrationStrategy strategy)
    {
        JournalEntry entry = Entry(1000, 10);
        MigrationPlan plan = entry.Report!.Plan;
        plan = plan with
        {
            Link = new() { Rate = BytesPerSecond.FromMebibytes(100), SwitchoverCost = TimeSpan.FromMilliseconds(12) },
            Chosen = plan.Chosen! with { Strategy = strategy },
        };
        return entry with { Report = entry.Report with { Plan = plan } };
    }

    private static JournalEntry Entry(double mebibytes, double seconds, double? cap = null)
    {
        var parameters = new MigrationParameters
        {
            MaxDowntime = TimeSpan.FromMilliseconds(300),
            Bandwidth = cap is { } rate ? BytesPerSecond.FromMebibytes(rate) : null,
        };
        var actual = new MigrationActuals(
            TimeSpan.FromSeconds(seconds + 0.04), TimeSpan.FromMilliseconds(40), ByteCount.FromMebibytes(mebibytes), 3);
        return new()
        {
            Id = "m",
            Domain = new("web", MigrationTestData.Guest),
            SourceUri = TwoHosts.SourceUri,
            DestinationUri = TwoHosts.DestinationUri,
            Strategy = MigrationStrategy.Plain,
            StartedAt = DateTimeOffset.UnixEpoch,
            Report = MigrationTestData.Report("m", MigrationTestData.Plan(parameters), actual),
        };
    }
}
