using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Pre-copy over several connections (QEMU's multifd): more than one stream carries where the link has room for it, and
/// compressed pages where both sides can. Never with the shadow cache or post-copy, which QEMU does not combine with it.
/// </summary>
public sealed class ParallelModel : IStrategyModel
{
    private const int Connections = 2;
    private const double PageBytes = 4096;
    private const string Compression = "zstd";

    // All connections together: seconds a byte of memory, and for each byte that it packs to. Two busy cores packed 850 MB/s
    // to 6 %, and 250 MB/s to 22 %.
    private const double PackSecondsPerByte = 0.12e-9;
    private const double PackSecondsPerPackedByte = 17.6e-9;

    // A socket's send and receive buffers at their default limits (tcp_wmem, tcp_rmem).
    private const double QueueBytesPerConnection = 8 << 20;

    // Content that the sample compresses to more than this is not worth the processor's time.
    private const double WorthCompressing = 0.8;
    private const double WorthParallel = 1.1;

    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.Parallel;

    /// <summary>Memory a second, bytes, that all connections together are assumed to compress.</summary>
    /// <param name="share">What the memory packs to, as a share of it, 0 to 1.</param>
    public static double AssumedPackRate(double share) => 1 / (PackSecondsPerByte + (PackSecondsPerPackedByte * share));

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningCase planning)
    {
        PlanningInput input = planning.Input;
        bool canCompress = input.Source.SupportsParallelCompression && input.Destination.SupportsParallelCompression;
        bool compresses = canCompress && input.Observation.CompressedRatio < WorthCompressing;
        double line = input.Link.Rate.Value;
        double factor = input.Link.Capacity is { } capacity ? Math.Clamp(capacity.Value / line, 1, Connections) : 1;
        double needed = Math.Min(input.Limits.Bandwidth?.Value ?? double.PositiveInfinity, line * factor);
        if (!compresses && needed < WorthParallel * line)
        {
            return new(Strategy, false, null, null, [new(ReasonCodes.CapabilityMissing, input.Observation.CompressedRatio is null && canCompress
                ? "one connection fills the link, and whether the memory compresses is unknown: add --probe to look"
                : "one connection fills the link, and compressing would gain nothing or is not possible on both nodes")]);
        }

        double share = compresses ? input.Observation.CompressedRatio!.Value : 1;
        double rewritten = compresses ? input.Observation.ChangedCompressedRatio ?? share : 1;
        double PageSeconds(double packed) => compresses ? PageBytes / (AssumedPackRate(packed) * (input.Link.PackSpeed ?? 1)) : 0;
        PreCopySettings settings = new()
        {
            MaxDowntimeSeconds = 0,
            IsParallel = true,
            LineFactor = factor,
            WireShare = share,
            RewrittenWireShare = rewritten,
            PageSeconds = PageSeconds(share),
            RewrittenPageSeconds = PageSeconds(rewritten),
            QueueBytes = compresses ? QueueBytesPerConnection * Connections : 0,
        };
        return PreCopyCandidate.Evaluate(planning, Strategy, settings, maxDowntime => planning.Parameters(maxDowntime) with
        {
            ParallelConnections = Connections,
            ParallelCompression = compresses ? Compression : null,
        });
    }
}
