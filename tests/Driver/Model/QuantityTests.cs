using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Model;

[TestFixture]
public sealed class QuantityTests
{
    [TestCase("512MiB", 512L << 20)]
    [TestCase("1.5 GiB", 3L << 29)]
    [TestCase("4096", 4096)]
    [TestCase("0", 0)]
    [TestCase(" 2kib ", 2048)]
    public void ByteCountParse_Size_IsRead(string text, long bytes) =>
        Assert.That(ByteCount.Parse(text).Value, Is.EqualTo(bytes));

    [TestCase("")]
    [TestCase("-1MiB")]
    [TestCase("512MB")]
    [TestCase("1e99TiB")]
    [TestCase("9999999999TiB")]
    [TestCase("NaN")]
    [TestCase("100MiB/s")]
    public void ByteCountParse_AnythingElse_SaysWhatToWrite(string text) =>
        Assert.That(() => ByteCount.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("512MiB"));

    [TestCase(null, null)]
    [TestCase(4096UL, 4096L)]
    [TestCase((ulong)long.MaxValue, long.MaxValue)]
    [TestCase((ulong)long.MaxValue + 1, null)]
    [TestCase(ulong.MaxValue - 4095, null)]
    public void ByteCountFrom_MoreThanAnyMachineHas_IsUnknown(ulong? bytes, long? known) =>
        Assert.That(ByteCount.From(bytes)?.Value, Is.EqualTo(known));

    [TestCase("100MiB/s", 100)]
    [TestCase("1GiB/s", 1024)]
    public void BytesPerSecondParse_Rate_IsRead(string text, double mebibytes) =>
        Assert.That(BytesPerSecond.Parse(text).MebibytesPerSecond, Is.EqualTo(mebibytes));

    [TestCase("100MiB")]
    [TestCase("fast")]
    public void BytesPerSecondParse_AnythingElse_SaysWhatToWrite(string text) =>
        Assert.That(() => BytesPerSecond.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("/s"));

    [TestCase("300ms", 300)]
    [TestCase("1.5s", 1500)]
    [TestCase("5m", 300_000)]
    public void DurationParse_Time_IsRead(string text, double milliseconds) =>
        Assert.That(Duration.Parse(text).TotalMilliseconds, Is.EqualTo(milliseconds));

    [TestCase("300")]
    [TestCase("-5s")]
    [TestCase("1h")]
    [TestCase("ms")]
    [TestCase("99999999999999999m")]
    public void DurationParse_AnythingElse_SaysWhatToWrite(string text) =>
        Assert.That(() => Duration.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("300ms"));

    [Test]
    public void ByteCountToString_LargestUnitThatFits_IsUsed() => Assert.Multiple(() =>
    {
        Assert.That(new ByteCount(1536L << 20).ToString(), Is.EqualTo("1.5 GiB"));
        Assert.That(ByteCount.Zero.ToString(), Is.EqualTo("0 B"));
        Assert.That(new ByteCount(-2048).ToString(), Is.EqualTo("-2 KiB"));
    });
}
