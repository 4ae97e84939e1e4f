using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;
using static ShadowMig.Driver.Tests.Detection.Loads;

namespace ShadowMig.Driver.Tests.Detection;

[TestFixture]
public sealed class AdaptiveThresholdDetectorTests
{
    private static readonly AdaptiveThresholdDetector Mad = AdaptiveThresholdDetector.MedianAbsoluteDeviation(2.5);
    private static readonly AdaptiveThresholdDetector Iqr = AdaptiveThresholdDetector.InterquartileRange(1.5);

    [Test]
    public void Judge_SteadyLoad_MayUseAllOfTheHost()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Mad.Judge(Steady(0.98, 30)).Overloaded, Is.False);
            Assert.That(Iqr.Judge(Steady(0.98, 30)).Overloaded, Is.False);
        });
    }

    [Test]
    public void Judge_RestlessLoad_LowersTheThreshold()
    {
        OverloadVerdict verdict = Mad.Judge([.. Restless(0.7, 0.2, 29), 0.8]);

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Limit, Is.LessThan(0.8));
            Assert.That(verdict.Overloaded, Is.True);
            Assert.That(verdict.Code, Is.EqualTo(ReasonCodes.AboveThreshold));
        });
    }

    [Test]
    public void Judge_OneOutlier_MovesTheThresholdOfMadHardly()
    {
        double[] load = Restless(0.7, 0.1, 30);
        double before = Mad.Judge(load).Limit;
        load[10] = 5;

        Assert.That(Mad.Judge(load).Limit, Is.EqualTo(before).Within(0.03));
    }

    [TestCase(0.69, false)]
    [TestCase(0.71, true)]
    public void Judge_FewerThanTwelveSamples_FallsBackToAFixedThreshold(double now, bool overloaded) =>
        Assert.That(Iqr.Judge([.. Steady(0.1, 10), now]).Overloaded, Is.EqualTo(overloaded));

    [Test]
    public void Judge_ZeroesBeforeTheFirstGuest_AreNoHistory() =>
        Assert.That(Mad.Judge([.. Steady(0, 30), .. Steady(0.75, 5)]).Overloaded, Is.True);

    [Test]
    public void Statistics_OfKnownValues_AreAsDefined()
    {
        double[] values = [1, 1, 2, 2, 4, 6, 9];
        Assert.Multiple(() =>
        {
            Assert.That(RobustStatistics.Median(values), Is.EqualTo(2));
            Assert.That(RobustStatistics.Median([1, 2, 3, 4]), Is.EqualTo(2.5));
            Assert.That(RobustStatistics.MedianAbsoluteDeviation(values), Is.EqualTo(1));
            Assert.That(RobustStatistics.InterquartileRange(values), Is.EqualTo(5));
        });
    }
}
