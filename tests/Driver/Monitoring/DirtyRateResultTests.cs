using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class DirtyRateResultTests
{
    private const double Mebibyte = 1 << 20;

    [Test]
    public void WorkingSet_PageSampling_HasTheErrorOfItsSample()
    {
        // Half of 1 GiB: 512 pages, √(½·½/512) of the memory.
        WorkingSetReading seen = Read(DirtyRateMode.PageSampling, 511, 1);
        Assert.That(seen.Bytes, Is.EqualTo(511.5 * Mebibyte));
        Assert.That(seen.Error / Mebibyte, Is.EqualTo(1024 * Math.Sqrt(0.25 / 512)).Within(1).Percent);
    }

    [Test]
    public void WorkingSet_PageSamplingHitNothing_IsUncertainByOnePage()
    {
        WorkingSetReading seen = Read(DirtyRateMode.PageSampling, 0, 4);
        Assert.That(seen.Bytes, Is.Zero);
        Assert.That(seen.Error / Mebibyte, Is.EqualTo(Math.Sqrt((2.0 * 2) + (16 / 12.0))).Within(1).Percent);
    }

    [TestCase(DirtyRateMode.DirtyBitmap)]
    [TestCase(DirtyRateMode.DirtyRing)]
    public void WorkingSet_ExactMode_IsUncertainByTwoPerCentAndTheRounding(DirtyRateMode mode)
    {
        WorkingSetReading seen = Read(mode, 100, 2);
        Assert.That(seen.Bytes, Is.EqualTo(201 * Mebibyte));
        Assert.That(seen.Error / Mebibyte, Is.EqualTo(Math.Sqrt((4.02 * 4.02) + (4 / 12.0))).Within(1e-6));
    }

    [Test]
    public void WorkingSet_MoreThanMemory_IsAllOfIt() => Assert.That(Read(DirtyRateMode.DirtyRing, 900, 4).Bytes, Is.EqualTo(1024 * Mebibyte));

    private static WorkingSetReading Read(DirtyRateMode mode, ulong rate, int seconds) => new DirtyRateResult(
        default, TimeSpan.FromSeconds(seconds), mode, new() { Status = DirtyRateStatus.Measured, MebibytesPerSecond = rate }, ByteCount.FromMebibytes(1024)).WorkingSet;
}
