using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;
using static ShadowMig.Driver.Tests.Detection.Loads;

namespace ShadowMig.Driver.Tests.Detection;

[TestFixture]
public sealed class OverloadTimeDetectorTests
{
    private static readonly OverloadTimeDetector Strict = new(new(0.1) { MayHope = false });
    private static readonly OverloadTimeDetector Hopeful = new(new(0.1));

    [Test]
    public void Judge_OneMoreSampleCanBeAfforded_LetsGuestsStay() => Assert.That(Strict.Judge(Steady(0.9, 40)).Overloaded, Is.False);

    [Test]
    public void Judge_NextSampleMayBreakTheLimit_StrictMustLeave()
    {
        OverloadVerdict verdict = Strict.Judge([1.1, 1.1, 1.1, 1.1, .. Steady(0.9, 40)]);

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Overloaded, Is.True);
            Assert.That(verdict.Code, Is.EqualTo(ReasonCodes.OverloadTimeSpent));
            Assert.That(verdict.Measure, Is.EqualTo(4.1 / 44.1).Within(1e-9));
            Assert.That(verdict.Measure, Is.LessThanOrEqualTo(0.1));
        });
    }

    [Test]
    public void Judge_NextSampleMayBreakTheLimitButHardlyWill_HopefulStays() =>
        Assert.That(Hopeful.Judge([1.1, 1.1, 1.1, 1.1, .. Steady(0.4, 40)]).Overloaded, Is.False);

    [Test]
    public void Judge_NextSampleWillLikelyBreakTheLimit_HopefulLeavesToo() =>
        Assert.That(Hopeful.Judge([1.1, 1.1, 1.1, 1.1, .. Steady(0.99, 40)]).Overloaded, Is.True);

    [Test]
    public void Judge_LimitBrokenByMuch_HopefulLeaves() =>
        Assert.That(Hopeful.Judge([.. Steady(1.2, 10), .. Steady(0.2, 30)]).Overloaded, Is.True);

    [Test]
    public void Judge_WhileLearning_DecidesNothing() => Assert.That(Strict.Judge(Steady(1.5, 29)).Overloaded, Is.False);

    [TestCase(1.0, 0.9, 0.1, 0.158655)]
    [TestCase(0.8, 0.9, 0.1, 0.841345)]
    [TestCase(0.9, 0.9, 0.1, 0.5)]
    [TestCase(1.0, 0.9, 0, 0)]
    public void NormalTail_KnownValues_AreHit(double bound, double mean, double deviation, double expected) =>
        Assert.That(NormalTail.Above(bound, mean, deviation), Is.EqualTo(expected).Within(1e-6));
}
