using System.Text.Json.Serialization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>Table 1 of the paper for one guest in JSON.</summary>
internal sealed record ObservationDocument
{
    public required long PageSizeBytes { get; init; }

    public required long MemoryTotalBytes { get; init; }

    public required long? MemoryResidentBytes { get; init; }

    public required double? ZeroPageRatio { get; init; }

    /// <summary>Standard error of the ratio.</summary>
    public required double? ZeroPageRatioError { get; init; }

    public required string? DirtyRateMode { get; init; }

    public required double? DirtyRateBytesPerSecond { get; init; }

    public required IReadOnlyList<WorkingSetDocument> WorkingSet { get; init; }

    public required double? ChangedByteRatio { get; init; }

    /// <summary>Mean bytes that XBZRLE sends for a changed page, of those that it sends as a delta.</summary>
    public required double? DeltaBytes { get; init; }

    /// <summary>Share of changed pages that XBZRLE would send whole.</summary>
    public required double? DeltaOverflowRatio { get; init; }

    /// <summary>Compressed size of pages that hold something, as a share of their size.</summary>
    public required double? CompressedRatio { get; init; }

    public required double? ChangedCompressedRatio { get; init; }

    public required double? NetworkBytesPerSecond { get; init; }

    /// <summary>Only in the document of <c>observe</c>; left out of a plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<VcpuDirtyRateDocument>? VcpuDirtyRates { get; init; }

    /// <summary>The observation inside a plan.</summary>
    public static ObservationDocument From(GuestObservation observation) => new()
    {
        PageSizeBytes = observation.PageSize.Value,
        MemoryTotalBytes = observation.MemoryTotal.Value,
        MemoryResidentBytes = observation.MemoryResident?.Value,
        ZeroPageRatio = observation.ZeroPageRatio.Finite(),
        ZeroPageRatioError = observation.ZeroPageRatioError.Finite(),
        DirtyRateMode = observation.DirtyRateMode?.Name(),
        DirtyRateBytesPerSecond = (observation.DirtyRate?.Value).Finite(),
        WorkingSet = [.. observation.WorkingSet.Select(p => new WorkingSetDocument(p.Period.TotalSeconds, p.Distinct.Value, p.RelativeError.Finite()))],
        ChangedByteRatio = observation.ChangedByteRatio.Finite(),
        DeltaBytes = (observation.Delta?.Bytes).Finite(),
        DeltaOverflowRatio = (observation.Delta?.OverflowRatio).Finite(),
        CompressedRatio = observation.CompressedRatio.Finite(),
        ChangedCompressedRatio = observation.ChangedCompressedRatio.Finite(),
        NetworkBytesPerSecond = (observation.NetworkRate?.Value).Finite(),
    };

    /// <summary>The observation with the rate of each virtual processor.</summary>
    public static ObservationDocument WithVcpus(GuestObservation observation) => From(observation) with
    {
        VcpuDirtyRates = [.. observation.VcpuDirtyRates.OrderBy(v => v.Key).Select(v => new VcpuDirtyRateDocument(v.Key, v.Value.Value))],
    };
}
