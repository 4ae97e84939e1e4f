using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Tests.Migration;

namespace ShadowMig.Driver.Tests.Orchestration;

[TestFixture]
public sealed class LinkHistoryTests
{
    private static readonly LinkOptions Options = new();

    [Test]
    public void Learn_NoHistory_AssumesWhatOptionsSay()
    {
        LinkEstimate link = LinkHistory.Learn([], Options);
        Assert.That((link.Rate.MebibytesPerSecond, link.IsMeasured, link.SwitchoverCost), Is.EqualTo((110.0, false, TimeSpan.FromMilliseconds(40))));
    }

    [Test]
    public void Learn_MigrationsWithoutACap_GivesTheirMedianRate()
    {
        LinkEstimate link = LinkHistory.Learn([Entry(1000, 10), Entry(4000, 10), Entry(2000, 10)], Options);
        Assert.That(link.IsMeasured, Is.True);
        Assert.That(link.Rate.MebibytesPerSecond, Is.EqualTo(200).Within(1));
    }

    [TestCase(20.0, 110.0)]
    [TestCase(300.0, 300.0)]
    public void Learn_MigrationsUnderACap_OnlyRaiseTheAssumption(double cap, double expected)
    {
        LinkEstimate link = LinkHistory.Learn([Entry(cap * 10, 10, cap)], Options);
        Assert.That(link.IsMeasured, Is.False);
        Assert.That(link.Rate.MebibytesPerSecond, Is.EqualTo(expected).Within(expected / 100));
    }

    [Test]
    public void Learn_TinyOrFailedMigrations_SayNothingOfTheRate()
    {
        JournalEntry failed = Entry(1000, 10);
        failed = failed with { Report = failed.Report! with { Result = MigrationResult.Failed } };
        Assert.That(LinkHistory.Learn([Entry(1, 1), failed, failed with { Report = null }], Options).IsMeasured, Is.False);
    }

    [Test]
    public void Learn_Downtimes_GiveTheFixedCostBeyondTheLastRound()
    {
        // The plan expected 2 MiB to be left: 20 ms at 100 MiB/s; 40 ms were seen.
        LinkEstimate link = LinkHistory.Learn([Entry(1000, 10), Entry(1000, 10), Entry(1000, 10)], Options);
        Assert.That(link.SwitchoverCost.TotalMilliseconds, Is.EqualTo(20).Within(0.5));
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
