namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>One pre-copy round that is over, as events and readings tell it.</summary>
public sealed record MeasuredRound
{
    /// <summary>The synchronization that began it, as time since the transfer began.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>The synchronization that ended it.</summary>
    public required TimeSpan EndedAt { get; init; }

    /// <summary>What was sent in it, interpolated between the readings around its ends; null where there were none.</summary>
    public TransferCounters? Sent { get; init; }

    /// <summary>Memory to be sent at its start, bytes; null when no reading fell into it.</summary>
    public double? LeftBefore { get; init; }

    /// <summary>Memory to be sent after the synchronization that ended it, bytes; null when no reading fell between that and the next.</summary>
    public double? LeftAfter { get; init; }

    /// <summary>Throttle of auto-converge after it, percent.</summary>
    public int ThrottlePercent { get; init; }

    /// <summary>Bytes a page.</summary>
    public double PageBytes { get; init; } = 4096;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration => EndedAt - StartedAt;

    /// <summary>Its record for people and learners.</summary>
    public TransferRound ToTransferRound() => new(
        EndedAt,
        Sent is { } sent ? new((long)Math.Max(0, sent.WireBytes)) : null,
        LeftAfter is { } left ? new((long)Math.Max(0, left)) : null);
}
