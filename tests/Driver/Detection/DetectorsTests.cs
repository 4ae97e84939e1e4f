using ShadowMig.Driver.Detection;

namespace ShadowMig.Driver.Tests.Detection;

[TestFixture]
public sealed class DetectorsTests
{
    [TestCase("thr", "thr 0.8")]
    [TestCase("thr:0.65", "thr 0.65")]
    [TestCase("thr:0.8:0.7:3", "thr 0.8/0.7 for 3")]
    [TestCase("mad", "mad 2.5")]
    [TestCase("iqr", "iqr 1.5")]
    [TestCase("lr", "lr 1.2")]
    [TestCase("lrr:1.1", "lrr 1.1")]
    [TestCase("forecast", "forecast")]
    public void Parse_AName_GivesTheDetector(string text, string name) => Assert.That(Detectors.Parse(text).Name, Is.EqualTo(name));

    [TestCase("guess", "there are thr")]
    [TestCase("lr:x", "usually 1.2")]
    [TestCase("lr:0", "above 0")]
    [TestCase("lr:1:2", "there are thr")]
    [TestCase("lr:1:1:2", "no threshold with hysteresis")]
    [TestCase("thr:0.8:0.9:2", "no threshold with hysteresis")]
    [TestCase("thr:0.8:0.7:0", "no threshold with hysteresis")]
    public void Parse_Nonsense_SaysWhatIsExpected(string text, string expected) =>
        Assert.That(() => Detectors.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(expected));
}
