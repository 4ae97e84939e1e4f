using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Model;

[TestFixture]
public sealed class PowerCurveTests
{
    private static readonly PowerCurve Curve = new(100, 120, 130);

    [TestCase(0, 100)]
    [TestCase(0.25, 110)]
    [TestCase(0.5, 120)]
    [TestCase(0.75, 125)]
    [TestCase(1, 130)]
    [TestCase(1.2, 130)]
    public void At_BetweenPoints_IsOnAStraightLine(double utilization, double watts) => Assert.That(Curve.At(utilization), Is.EqualTo(watts).Within(1e-9));

    [Test]
    public void Curve_OfOnePoint_IsRefused() => Assert.That(() => new PowerCurve(100), Throws.ArgumentException);
}
