using ShadowMig.Native;

namespace ShadowMig.Driver.Model;

/// <summary>What one guest does to its memory and network: Table 1 of the paper, measured. Null where unknown.</summary>
public sealed record GuestObservation
{
    /// <summary>The guest.</summary>
    public required DomainIdentity Domain { get; init; }

    /// <summary>When the observation ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the guest's processors run; a paused guest writes nothing.</summary>
    public bool IsRunning { get; init; } = true;

    /// <summary>Whether its processors are emulated in software (TCG), not run by KVM.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>Virtual processors.</summary>
    public int VirtualCpus { get; init; } = 1;

    /// <summary>Size of the pages that back the guest's memory, bytes.</summary>
    public required ByteCount PageSize { get; init; }

    /// <summary>All memory of the guest.</summary>
    public required ByteCount MemoryTotal { get; init; }

    /// <summary>What of it is resident on the source.</summary>
    public ByteCount? MemoryResident { get; init; }

    /// <summary>Share of pages that hold only zeroes, 0 to 1.</summary>
    public double? ZeroPageRatio { get; init; }

    /// <summary>Standard error of <see cref="ZeroPageRatio"/>, 0 to 1; null when unknown.</summary>
    public double? ZeroPageRatioError { get; init; }

    /// <summary>How the dirty rate was measured; null when it was not.</summary>
    public DirtyRateMode? DirtyRateMode { get; init; }

    /// <summary>Distinct memory written a second, over the shortest period.</summary>
    public BytesPerSecond? DirtyRate { get; init; }

    /// <summary>The same for each virtual processor, by index; with the dirty ring only.</summary>
    public IReadOnlyDictionary<int, BytesPerSecond> VcpuDirtyRates { get; init; } = new Dictionary<int, BytesPerSecond>();

    /// <summary>The writable working set curve, by rising period.</summary>
    public IReadOnlyList<WorkingSetPoint> WorkingSet { get; init; } = [];

    /// <summary>Of a changed page, the share of bytes that changed, 0 to 1; from the shadow probe.</summary>
    public double? ChangedByteRatio { get; init; }

    /// <summary>What XBZRLE would send of a changed page; from the shadow probe, null when no sampled page changed.</summary>
    public PageDelta? Delta { get; init; }

    /// <summary>Compressed size of pages that hold something, as a share of their size; from the shadow probe.</summary>
    public double? CompressedRatio { get; init; }

    /// <summary>The same of pages that changed, which are what later rounds send; null when no sampled page changed.</summary>
    public double? ChangedCompressedRatio { get; init; }

    /// <summary>What the guest wrote in several short times, oldest first; empty when it was looked at once.</summary>
    public IReadOnlyList<ActivitySample> Activity { get; init; } = [];

    /// <summary>The guest's own network traffic, both directions.</summary>
    public BytesPerSecond? NetworkRate { get; init; }
}
