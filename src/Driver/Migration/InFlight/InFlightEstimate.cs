namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>What a transfer's rounds and readings say about it: rate, dirtying, shadow cache. Pure.</summary>
internal sealed record InFlightEstimate
{
    private const double DefaultPageBytes = 4096;

    // Beside the first pass, of which part is set-up, this much sending is enough to know a rate by.
    private const double ConvincingSeconds = 0.5;

    // Whole rounds after the first pass.
    private const int ConvincingRounds = 2;

    /// <summary>The latest reading with statistics.</summary>
    public required TransferReading Latest { get; init; }

    /// <summary>Rate of the stream since the bandwidth last changed.</summary>
    public required StreamRate Rate { get; init; }

    /// <summary>What the guest dirties.</summary>
    public required DirtyingEstimate Dirtying { get; init; }

    /// <summary>The shadow cache; null without.</summary>
    public CacheEstimate? Cache { get; init; }

    /// <summary>Rate that the last stage, which no cap holds, would have.</summary>
    public required double LineRate { get; init; }

    /// <summary>Whether the cap is what holds the stream back, not the link.</summary>
    public required bool IsHeldByCap { get; init; }

    /// <summary>Whether enough whole rounds after the first pass were seen to act on.</summary>
    public bool IsConvincing => Dirtying.Spans >= ConvincingRounds;

    /// <summary>Bytes a page.</summary>
    public double PageBytes => Latest.Job!.PageSizeBytes is { } size and > 0 ? size : DefaultPageBytes;

    /// <summary>Estimates.</summary>
    /// <param name="state">The transfer.</param>
    /// <param name="ignored">How many of the latest rounds to leave out: what was known before them.</param>
    /// <returns>Null while there is nothing to go by.</returns>
    public static InFlightEstimate? From(InFlightState state, int ignored = 0)
    {
        TransferReading? latest = state.Readings.LastOrDefault(r => r.Job is { MemoryProcessedBytes: > 0, MemoryRemainingBytes: not null });
        if (latest is null)
            return null;
        IReadOnlyList<MeasuredRound> rounds = ignored == 0 ? state.Rounds : [.. state.Rounds.SkipLast(ignored)];
        SteeringSettings held = state.Held;
        StreamRate rate = StreamRate.Estimate(state.Readings, held.BandwidthChangedAt);
        // Deltas use little of the link: what it gives shows where pages travel whole.
        if (held.XbzrleCache is not null && FirstPassRate(state) is { } first && first > rate.BytesPerSecond)
            rate = rate with { BytesPerSecond = held.Bandwidth is { } cap ? Math.Min(first, cap.Value) : first };
        if (rate.Seconds < ConvincingSeconds && !(rate.BytesPerSecond > 0))
            rate = new(Math.Min(state.Plan.Link?.Rate.Value ?? 0, held.Bandwidth?.Value ?? double.PositiveInfinity), 0);
        if (!(rate.BytesPerSecond > 0))
            return null;
        double memory = latest.Job!.MemoryTotalBytes ?? state.Plan.Observation?.MemoryTotal.Value ?? double.MaxValue;
        DirtyingEstimate dirtying = DirtyingEstimate.From(state.Plan, rounds, Math.Min(memory, long.MaxValue / 2));
        bool heldByCap = held.Bandwidth is { } limit && rate.BytesPerSecond > 0.85 * limit.Value;
        return new()
        {
            Latest = latest,
            Rate = rate,
            Dirtying = dirtying,
            Cache = CacheEstimate.From(state, rounds, rate.BytesPerSecond, dirtying.EverDirtied),
            IsHeldByCap = heldByCap,
            LineRate = heldByCap ? Math.Max(rate.BytesPerSecond, state.Plan.Link?.Rate.Value ?? 0) : rate.BytesPerSecond,
        };
    }

    private static double? FirstPassRate(InFlightState state) =>
        state.Rounds is [{ Sent: { } sent } first, ..]
            && first.Duration.TotalSeconds - (sent.ConstantPages * StreamRate.ZeroScanSecondsPerPage) is var seconds and > 0
            ? sent.WireBytes / seconds
            : null;
}
