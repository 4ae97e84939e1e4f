using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Counts that the shadow probe brings home.</summary>
internal sealed record ShadowProbeResult
{
    /// <summary>Pages read at least once.</summary>
    public required int Pages { get; init; }

    /// <summary>Share of pages that held only zeroes, with its standard error; null when nothing could be read.</summary>
    public required SampledShare? Zero { get; init; }

    /// <summary>What was found of the working set at each gap, period being the mean time between the readings.</summary>
    public required IReadOnlyList<WorkingSetReading> Readings { get; init; }

    /// <summary>Of the pages that changed over the longest gap, the share of bytes that differ; null when none changed.</summary>
    public required double? ChangedByteRatio { get; init; }

    /// <summary>What XBZRLE would send of these pages; null when none changed.</summary>
    public required PageDelta? Delta { get; init; }

    /// <summary>Compressed size of pages that hold something, as a share of their size; null when none was found.</summary>
    public required double? CompressedRatio { get; init; }

    /// <summary>The same of pages that changed over the longest gap, as they are then; null when none changed.</summary>
    public required double? ChangedCompressedRatio { get; init; }

    /// <summary>Calls into libvirt that read guest memory.</summary>
    public required int Peeks { get; init; }

    /// <summary>The time spent in them.</summary>
    public required TimeSpan PeekTime { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
