using ShadowMig.Native.Decoding;

namespace ShadowMig.Native.Tests.Decoding;

public sealed class NativeUnitsTests
{
    [Test]
    public void Conversions_OfTheLargestNumbers_DoNotOverflow()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(NativeUnits.Nanoseconds(ulong.MaxValue), Is.GreaterThan(TimeSpan.FromDays(365 * 500)));
            Assert.That(NativeUnits.Milliseconds(ulong.MaxValue), Is.GreaterThan(TimeSpan.FromDays(365 * 500)));
            Assert.That(NativeUnits.Kibibytes(ulong.MaxValue), Is.GreaterThan(1UL << 63));
        }
    }

    [Test]
    public void Version_OfLibvirtsNumber_HasThreeParts() =>
        Assert.That(NativeUnits.Version(11_003_002), Is.EqualTo(new Version(11, 3, 2)));
}
