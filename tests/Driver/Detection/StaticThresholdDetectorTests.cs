using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Detection;

[TestFixture]
public sealed class StaticThresholdDetectorTests
{
    private static readonly StaticThresholdDetector WithHysteresis = new(0.8, 0.6, 3);

    [TestCase(0.79, false)]
    [TestCase(0.8, false)]
    [TestCase(0.81, true)]
    public void Judge_WithoutHysteresis_LooksAtThePresentOnly(double now, bool overloaded)
    {
        OverloadVerdict verdict = new StaticThresholdDetector(0.8).Judge(1, 1, now);

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Overloaded, Is.EqualTo(overloaded));
            Assert.That(verdict.Code, Is.EqualTo(overloaded ? ReasonCodes.AboveThreshold : ReasonCodes.WithinCapacity));
        });
    }

    [Test]
    public void Judge_FewerSamplesAboveThanTheDuration_IsNotOverloaded() =>
        Assert.That(WithHysteresis.Judge(0.5, 0.9, 0.9).Overloaded, Is.False);

    [Test]
    public void Judge_AsManySamplesInARowAsTheDuration_IsOverloaded() =>
        Assert.That(WithHysteresis.Judge(0.5, 0.9, 0.9, 0.9).Overloaded, Is.True);

    [Test]
    public void Judge_InterruptedRow_CountsAnew() =>
        Assert.That(WithHysteresis.Judge(0.9, 0.9, 0.7, 0.9, 0.9).Overloaded, Is.False);

    [Test]
    public void Judge_FallenBelowTheThresholdButNotToTheClearingValue_StaysOverloaded() =>
        Assert.That(WithHysteresis.Judge(0.9, 0.9, 0.9, 0.7).Overloaded, Is.True);

    [Test]
    public void Judge_FallenToTheClearingValue_IsCleared() =>
        Assert.That(WithHysteresis.Judge(0.9, 0.9, 0.9, 0.6, 0.7).Overloaded, Is.False);

    [Test]
    public void Detector_WithAClearingValueAboveTheThreshold_IsRefused() =>
        Assert.That(() => new StaticThresholdDetector(0.8, 0.9, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
