using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>What a transfer has done since its start, as QEMU counts it; numbers of pages but for the bytes.</summary>
/// <param name="WireBytes">Bytes on the wire.</param>
/// <param name="NormalPages">Pages sent whole.</param>
/// <param name="ConstantPages">Pages of one value, which cost next to nothing.</param>
/// <param name="CachedPages">Pages found in the XBZRLE cache, those whose delta overflowed among them.</param>
/// <param name="CacheMisses">Pages not found there.</param>
/// <param name="Overflows">Pages found there and sent whole all the same: their delta was no smaller.</param>
/// <param name="DeltaBytes">Bytes of deltas, a whole page for each overflow among them.</param>
public readonly record struct TransferCounters(
    double WireBytes, double NormalPages, double ConstantPages, double CachedPages, double CacheMisses, double Overflows, double DeltaBytes)
{
    /// <summary>Pages done with: an overflow is counted as found and as sent whole (QEMU migration/ram.c save_xbzrle_page).</summary>
    public double Pages => NormalPages + ConstantPages + CachedPages - Overflows;

    /// <summary>From a job's statistics.</summary>
    public static TransferCounters From(DomainJobStatistics job) => new(
        job.MemoryProcessedBytes ?? 0, job.NormalPages ?? 0, job.ConstantPages ?? 0,
        job.CompressionPages ?? 0, job.CompressionCacheMisses ?? 0, job.CompressionOverflows ?? 0, job.CompressionBytes ?? 0);

    /// <summary>What was done between two moments.</summary>
    public static TransferCounters operator -(TransferCounters left, TransferCounters right) => left + (right * -1);

    /// <summary>Sum.</summary>
    public static TransferCounters operator +(TransferCounters left, TransferCounters right) => new(
        left.WireBytes + right.WireBytes, left.NormalPages + right.NormalPages, left.ConstantPages + right.ConstantPages,
        left.CachedPages + right.CachedPages, left.CacheMisses + right.CacheMisses, left.Overflows + right.Overflows, left.DeltaBytes + right.DeltaBytes);

    /// <summary>A share of it.</summary>
    public static TransferCounters operator *(TransferCounters all, double share) => new(
        all.WireBytes * share, all.NormalPages * share, all.ConstantPages * share,
        all.CachedPages * share, all.CacheMisses * share, all.Overflows * share, all.DeltaBytes * share);
}
