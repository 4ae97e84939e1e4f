using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Tests.Migration;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Orchestration;

[TestFixture]
public sealed class LinkEstimatorTests
{
    private static readonly LinkEnds There = new(TwoHosts.SourceUri, TwoHosts.DestinationUri);

    [Test]
    public void Estimate_OnlyTheWayBackIsKnown_TakesItWithLessCertainty()
    {
        LinkEstimate known = Estimate(There, Migration(There));
        LinkEstimate guessed = Estimate(There, Migration(There.Reversed()));

        Assert.That((guessed.Rate, guessed.IsMeasured), Is.EqualTo((known.Rate, true)));
        Assert.That(guessed.RateSpread, Is.GreaterThan(2 * known.RateSpread!.Value));
    }

    [Test]
    public void Estimate_BothWaysAreKnown_TakesTheWayThere()
    {
        JournalEntry back = Migration(There.Reversed(), mebibytesPerSecond: 20);

        Assert.That(Estimate(There, back, Migration(There)).Rate.MebibytesPerSecond, Is.EqualTo(100).Within(1));
    }

    [Test]
    public void Estimate_UnreadableJournal_Assumes()
    {
        var journal = new Mock<IMigrationJournal>();
        journal.Setup(j => j.Latest(It.IsAny<int>())).Throws(new IOException("disk"));

        Assert.That(Estimator(journal.Object).Estimate(There).IsMeasured, Is.False);
    }

    private static LinkEstimate Estimate(LinkEnds ends, params JournalEntry[] past) =>
        Estimator(Mock.Of<IMigrationJournal>(j => j.Latest(It.IsAny<int>()) == past)).Estimate(ends);

    private static LinkEstimator Estimator(IMigrationJournal journal) => new(
        journal, Mock.Of<IInterfaceSpeed>(), new FixedOptions<LinkOptions>(new()), new FakeTimeProvider(DateTimeOffset.UnixEpoch), NullLogger<LinkEstimator>.Instance);

    private static JournalEntry Migration(LinkEnds ends, double mebibytesPerSecond = 100) => new()
    {
        Id = "m",
        Domain = new("web", MigrationTestData.Guest),
        SourceUri = ends.SourceUri,
        DestinationUri = ends.DestinationUri,
        Strategy = MigrationStrategy.Plain,
        StartedAt = DateTimeOffset.UnixEpoch,
        Report = MigrationTestData.Report("m", MigrationTestData.Plan(), new(TimeSpan.FromSeconds(5), null, null, null)) with
        {
            Transfer = new(BytesPerSecond.FromMebibytes(mebibytesPerSecond), null, null),
        },
    };
}
