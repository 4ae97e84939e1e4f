using System.Text.Json;
using ShadowMig.Benchmarks.Cells;

namespace ShadowMig.Benchmarks.Records;

/// <summary>One <c>observe --json</c> beside what the guest itself counted.</summary>
internal sealed record ObservationRecord
{
    public required string Key { get; init; }

    public required Cell Cell { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Pages written a second before.</summary>
    public required double? BaselinePagesPerSecond { get; init; }

    /// <summary>The same while it was observed.</summary>
    public required double? ObservedPagesPerSecond { get; init; }

    public JsonElement? Document { get; init; }

    public string? Error { get; init; }
}
