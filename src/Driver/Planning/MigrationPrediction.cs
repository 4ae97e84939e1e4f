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

    /// <summary>Guest work lost to throttling or remote faults while it runs, as a share of what it would have done, 0 to 1.</summary>
    public Estimate Slowdown { get; init; }

    /// <summary>The largest such share at any one time, at the 90th percentile.</summary>
    public double PeakSlowdown { get; init; }

    /// <summary>Memory that the source needs on top of the guest's: what the shadow cache holds.</summary>
    public ByteCount SourceMemory { get; init; }

    /// <summary>Memory that the destination needs: the guest's.</summary>
    public ByteCount DestinationMemory { get; init; }

    /// <summary>Share of the possible worlds in which it reaches its switch-over by itself, 0 to 1.</summary>
    public double ConvergingShare { get; init; }

    /// <summary>The rounds of the middle case.</summary>
    public IReadOnlyList<PredictedRound> Rounds { get; init; } = [];

    /// <summary>Whether the middle case reaches its switch-over by itself.</summary>
    public bool Converges { get; init; }
}
