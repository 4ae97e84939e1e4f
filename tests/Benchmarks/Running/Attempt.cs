using System.Text.Json;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Running;

/// <summary>What the one that migrates reports; the rest of a record is measured from outside.</summary>
internal sealed record Attempt
{
    public required RunResult Result { get; init; }

    public double? TotalSeconds { get; init; }

    public double? DowntimeSeconds { get; init; }

    public long? TransferBytes { get; init; }

    public int? Iterations { get; init; }

    /// <summary>When the transfer began, if that was later than the command.</summary>
    public DateTimeOffset? TransferStartedAt { get; init; }

    public int? ThrottlePercent { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<StepTaken> Steps { get; init; } = [];

    public IReadOnlyList<ObservedRound> Rounds { get; init; } = [];

    public IReadOnlyList<ForecastSeen> Forecasts { get; init; } = [];

    public JsonElement? Document { get; init; }
}
