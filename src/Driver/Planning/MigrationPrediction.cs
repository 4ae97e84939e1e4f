using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>What a migration will cost, with its uncertainty.</summary>
public sealed record MigrationPrediction
{
    /// <summary>Total time, seconds.</summary>
    public required Estimate TotalSeconds { get; init; }

    /// <summary>Downtime, seconds.</summary>
    public required Estimate DowntimeSeconds { get; init; }

    /// <summary>Bytes on the wire.</summary>
    public required Estimate TransferBytes { get; init; }

    /// <summary>The rounds of the middle case.</summary>
    public IReadOnlyList<PredictedRound> Rounds { get; init; } = [];

    /// <summary>Whether the middle case reaches its switch-over by itself.</summary>
    public bool Converges { get; init; }
}
