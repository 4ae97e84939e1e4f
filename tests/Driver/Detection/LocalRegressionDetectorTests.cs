using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;
using static ShadowMig.Driver.Tests.Detection.Loads;

namespace ShadowMig.Driver.Tests.Detection;

[TestFixture]
public sealed class LocalRegressionDetectorTests
{
    private static readonly LocalRegressionDetector Plain = new(1.0, TrendWeighting.Equal);
    private static readonly LocalRegressionDetector Robust = new(1.0, TrendWeighting.Robust);

    private static readonly double[] Rising = [.. Enumerable.Range(0, 10).Select(i => 0.53 + (0.05 * i))];

    [Test]
    public void Judge_RisingLoad_IsOverloadedBeforeItIsThere()
    {
        OverloadVerdict verdict = Plain.Judge(Rising);

        Assert.Multiple(() =>
        {
            Assert.That(Rising[^1], Is.LessThan(1));
            Assert.That(verdict.Measure, Is.EqualTo(1.03).Within(1e-9));
            Assert.That(verdict.Overloaded, Is.True);
            Assert.That(verdict.Code, Is.EqualTo(ReasonCodes.TrendAboveCapacity));
        });
    }

    [Test]
    public void Judge_FallingLoad_IsNot() => Assert.That(Plain.Judge([.. Rising.Reverse()]).Overloaded, Is.False);

    [Test]
    public void Judge_SafetyFactor_LowersWhatIsAllowed() =>
        Assert.That(new LocalRegressionDetector(1.2, TrendWeighting.Equal).Judge(Steady(0.84, 10)).Overloaded, Is.True);

    [Test]
    public void Judge_OneOutlier_MovesTheRobustTrendLess()
    {
        double[] load = [.. Enumerable.Range(0, 10).Select(i => 0.7 + (0.004 * i) + (i % 2 * 0.01))];
        load[6] = 3;

        Assert.Multiple(() =>
        {
            Assert.That(Plain.Judge(load).Overloaded, Is.True);
            Assert.That(Robust.Judge(load).Overloaded, Is.False);
            Assert.That(Robust.Judge(load).Measure, Is.EqualTo(0.745).Within(0.02));
        });
    }

    [TestCase(TrendWeighting.Equal)]
    [TestCase(TrendWeighting.Tricube)]
    [TestCase(TrendWeighting.Robust)]
    public void Fit_ALine_FindsIt(TrendWeighting weighting)
    {
        LinearTrend trend = LinearTrend.Fit(Rising, weighting);

        Assert.Multiple(() =>
        {
            Assert.That(trend.Slope, Is.EqualTo(0.05).Within(1e-9));
            Assert.That(trend.At(10), Is.EqualTo(Rising[^1]).Within(1e-9));
        });
    }

    [Test]
    public void Judge_ShortHistory_FallsBackToAFixedThreshold() => Assert.That(Plain.Judge(Steady(0.71, 9)).Overloaded, Is.True);
}
