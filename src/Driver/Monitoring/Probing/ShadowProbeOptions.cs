using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>What the shadow probe may cost the guest.</summary>
/// <remarks>
/// Measured on two shared cores, libvirt 9.0 and 11.3: a peek of 4 KiB takes 2.0 ms, of 64 KiB 2.2 to 2.8 ms, of 256 KiB
/// 3.2 to 4.3 ms and of 1 MiB 6.8 ms. The guest does not stand still meanwhile; without a pause between peeks it loses a
/// fifth of its throughput (KVM and TCG alike), a third where other work wants the cores too or chunks are 1 MiB. Hence
/// 64 KiB: 16 pages for little more than the price of one.
/// </remarks>
internal sealed record ShadowProbeOptions
{
    /// <summary>Bytes compared as one; always a base page, since QEMU migrates in base pages whatever backs them.</summary>
    public int PageBytes { get; init; } = 4096;

    /// <summary>Contiguous pages read by one call.</summary>
    public int ChunkPages { get; init; } = 16;

    /// <summary>Most guest memory held at a time.</summary>
    public ByteCount MaxBytes { get; init; } = ByteCount.FromMebibytes(16);

    /// <summary>Longest time in all; a peek that runs when it ends is waited for.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>How long one peek may take; one that takes longer ends the probe.</summary>
    public TimeSpan PeekBound { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Share of <see cref="MaxTime"/> that may go into peeks, 0 to 1; twice that for a short while.</summary>
    public double PeekShare { get; init; } = 0.1;

    /// <summary>Times from the first reading of a chunk to its others, rising; one point of the working set curve each.</summary>
    public IReadOnlyList<TimeSpan> Gaps { get; init; } = [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    /// <summary>Fewest chunks behind a point of the curve.</summary>
    public int MinChunks { get; init; } = 8;

    /// <summary>Most chunks whose contents are compressed to see how far they shrink.</summary>
    public int CompressedChunks { get; init; } = 64;

    /// <summary>Longest time spent on compressing.</summary>
    public TimeSpan CompressionTime { get; init; } = TimeSpan.FromMilliseconds(50);

    internal int ChunkBytes => PageBytes * ChunkPages;
}
