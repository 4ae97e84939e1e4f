using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Counts that the shadow probe brings home.</summary>
internal sealed record ShadowProbeResult
{
    /// <summary>Pages read at least once.</summary>
    public required int Pages { get; init; }

    /// <summary>Of them, pages that held only zeroes.</summary>
    public required int ZeroPages { get; init; }

    /// <summary>Points of the working set curve, period being the mean time between the two readings of a page.</summary>
    public required IReadOnlyList<WorkingSetPoint> Points { get; init; }

    /// <summary>Of the pages that changed, the share of bytes that differ; null when none changed.</summary>
    public required double? ChangedByteRatio { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Share of zero pages; null when nothing could be read.</summary>
    public double? ZeroPageRatio => Pages > 0 ? ZeroPages / (double)Pages : null;
}
