using ShadowMig.Driver.Monitoring.Probing;

namespace ShadowMig.Driver.Tests.Monitoring.Probing;

public sealed class XbzrleEncodingTests
{
    private const int Page = 4096;

    [Test]
    public void EncodedLength_Unchanged_IsZero() => Assert.That(Length(_ => false), Is.Zero);

    [Test]
    public void EncodedLength_FirstByte_HasAnEmptyRunInFront() => Assert.That(Length(i => i == 0), Is.EqualTo(1 + 1 + 1));

    [TestCase(127, 3)]
    [TestCase(128, 4)]
    [TestCase(4095, 4)]
    public void EncodedLength_OneByte_CostsTheLengthOfTheRunBeforeIt(int at, int bytes) => Assert.That(Length(i => i == at), Is.EqualTo(bytes));

    [TestCase(127, 1 + 1 + 127)]
    [TestCase(128, 1 + 2 + 128)]
    public void EncodedLength_RunOfChangedBytes_CostsItsLengthAndItself(int run, int bytes) => Assert.That(Length(i => i < run), Is.EqualTo(bytes));

    [Test]
    public void EncodedLength_TwoRuns_LeavesOutTheUnchangedEnd() => Assert.That(Length(i => i is 10 or 11 or 500), Is.EqualTo(1 + 1 + 2 + 2 + 1 + 1));

    [Test]
    public void EncodedLength_WholePageChanged_Overflows() => Assert.That(Length(_ => true), Is.Null);

    [Test]
    public void EncodedLength_EverySecondByteChanged_Overflows() => Assert.That(Length(i => i % 2 == 0), Is.Null);

    [Test]
    public void EncodedLength_EveryFourthByteChanged_IsThreeQuartersOfThePage() => Assert.That(Length(i => i % 4 == 0), Is.EqualTo(Page * 3 / 4));

    [TestCase(4092, 4095)]
    [TestCase(4093, 4096)]
    public void EncodedLength_FillsThePage_IsStillADelta(int run, int bytes) => Assert.That(Length(i => i >= Page - run), Is.EqualTo(bytes));

    [TestCase(4093)]
    [TestCase(4092)]
    public void EncodedLength_NoRoomLeftForTheUnchangedEnd_Overflows(int run) => Assert.That(Length(i => i < run), Is.Null);

    [Test]
    public void EncodedLength_JustRoomLeftForTheUnchangedEnd_IsADelta() => Assert.That(Length(i => i < 4091), Is.EqualTo(4094));

    private static int? Length(Predicate<int> isChanged)
    {
        byte[] old = new byte[Page];
        new Random(1).NextBytes(old);
        byte[] current = [.. old.Select((value, at) => isChanged(at) ? (byte)(value + 1) : value)];
        return XbzrleEncoding.EncodedLength(old, current);
    }
}
