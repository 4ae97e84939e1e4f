using Moq;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class PressureTests
{
    private const string Whole = "some avg10=12.50 avg60=3.00 avg300=0.70 total=123456\nfull avg10=1.00 avg60=0.00 avg300=0.00 total=99\n";

    [Test]
    public void SomeAverage10_WholeFile_IsAShare() => Assert.That(PressureParser.SomeAverage10(Whole), Is.EqualTo(0.125));

    [Test]
    public void SomeAverage10_FullLineFirst_TakesTheSomeLine() => Assert.That(
        PressureParser.SomeAverage10("full avg10=1.00 avg60=0.00\nsome avg10=2.00 avg60=0.00\n"), Is.EqualTo(0.02));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("some")]
    [TestCase("some avg10")]
    [TestCase("some avg10=")]
    [TestCase("some avg10=1")]
    [TestCase("some avg10=12.50")]
    [TestCase("some avg60=3.00 total=1\n")]
    [TestCase("some avg10=x avg60=3.00\n")]
    [TestCase("full avg10=1.00 avg60=0.00 avg300=0.00 total=99\n")]
    public void SomeAverage10_CutOrForeignFile_IsNull(string? text) => Assert.That(PressureParser.SomeAverage10(text), Is.Null);

    [Test]
    public void SomeAverage10_EveryCutOfAFile_NeverThrowsAndNeverReadsAnotherNumber()
    {
        for (int length = 0; length <= Whole.Length; length++)
            Assert.That(PressureParser.SomeAverage10(Whole[..length]), Is.Null.Or.EqualTo(0.125));
    }

    [Test]
    public void Read_KernelWithoutIoPressure_LeavesItOut()
    {
        Mock<IFileReader> files = new();
        files.Setup(f => f.ReadOrNull("/proc/pressure/cpu")).Returns(Whole);
        files.Setup(f => f.ReadOrNull("/proc/pressure/memory")).Returns(Whole);
        Assert.That(new PressureReader(files.Object).Read().Keys, Is.EquivalentTo(new[] { "cpu", "memory" }));
    }

    [TestCase("qemu:///system", true)]
    [TestCase("test:///default", true)]
    [TestCase("qemu+tcp://10.0.0.2/system", false)]
    [TestCase("qemu+ssh://root@node-b/system", false)]
    [TestCase("nonsense", false)]
    public void IsLocal_Uri_TellsWhetherItNamesAHost(string uri, bool expected) => Assert.That(LocalNode.IsLocal(uri), Is.EqualTo(expected));
}
