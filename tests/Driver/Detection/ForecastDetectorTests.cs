using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;
using static ShadowMig.Driver.Tests.Detection.Loads;

namespace ShadowMig.Driver.Tests.Detection;

[TestFixture]
public sealed class ForecastDetectorTests
{
    private static readonly ForecastDetector Detector = new(new());

    [Test]
    public void Judge_OneSpike_MovesNobody() => Assert.That(Detector.Judge([.. Steady(0.6, 20), 1.3]).Overloaded, Is.False);

    [Test]
    public void Judge_LoadThatStays_IsOverloadedWithinFewSamples()
    {
        OverloadVerdict verdict = Detector.Judge([.. Steady(0.6, 20), .. Steady(1.1, 3)]);

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Overloaded, Is.True);
            Assert.That(verdict.Code, Is.EqualTo(ReasonCodes.ForecastAboveCapacity));
            Assert.That(verdict.Explain().Message, Does.Contain("0.9"));
        });
    }

    [Test]
    public void Judge_OverloadThatHasPassed_MovesNobody() => Assert.That(Detector.Judge([.. Steady(1.2, 20), 0.5]).Overloaded, Is.False);

    [Test]
    public void Forecast_UnknownGuests_AreTakenForRestless()
    {
        ForecastSettings settings = new();
        LoadForecast unknown = LoadForecast.Of(new([0.5], 0.5), 0.04, settings);
        LoadForecast known = LoadForecast.Of(new(Steady(0.5, 36), 0.5), 0.04, settings);

        Assert.Multiple(() =>
        {
            Assert.That(unknown.Mean, Is.EqualTo(0.5).Within(1e-9));
            Assert.That(unknown.Deviation, Is.EqualTo(0.2).Within(1e-9));
            Assert.That(known.Deviation, Is.LessThan(0.1));
            Assert.That(known.Quantile(2), Is.EqualTo(0.5 + (2 * known.Deviation)).Within(1e-9));
        });
    }
}
