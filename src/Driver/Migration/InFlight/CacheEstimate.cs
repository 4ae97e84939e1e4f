using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>What the shadow cache (XBZRLE) does for the pages that are sent again.</summary>
/// <param name="HitRate">Share of pages found in the cache, 0 to 1.</param>
/// <param name="OverflowRate">Share of those whose delta was no smaller than the page, 0 to 1.</param>
/// <param name="HitBytes">Bytes on the wire for a page that was found, overflows included.</param>
/// <param name="HitSeconds">Time that one takes, seconds.</param>
/// <param name="IsMeasured">Whether rounds told, or the plan foretells.</param>
internal readonly record struct CacheEstimate(double HitRate, double OverflowRate, double HitBytes, double HitSeconds, bool IsMeasured)
{
    private const double PageBytes = 4096;
    private const double HeaderBytes = 8;

    // As planning takes them where nothing was measured: time to encode a page, and what a delta holds beside the changed bytes.
    private const double EncodeSeconds = 1.5e-6;
    private const double DeltaHeaderBytes = 14;

    // The first pass fills no cache and the second looks in vain: only from the third on do rounds tell.
    private const int RoundsInVain = 2;
    private const int Considered = 2;

    /// <summary>Estimates it; null without a cache.</summary>
    public static CacheEstimate? From(InFlightState state, IReadOnlyList<MeasuredRound> rounds, double streamRate, double everDirtied)
    {
        if (state.Held.XbzrleCache is not { } cache)
            return null;
        TimeSpan since = state.Taken.LastOrDefault(t => t is { Decision: ResizeCache, Succeeded: true })?.At ?? TimeSpan.Zero;
        TransferCounters sent = default;
        double seconds = 0;
        foreach (MeasuredRound round in rounds.Skip(RoundsInVain).Where(r => r.StartedAt >= since && r.Sent is not null).TakeLast(Considered))
            (sent, seconds) = (sent + round.Sent!.Value, seconds + round.Duration.TotalSeconds);
        double asked = sent.CachedPages + sent.CacheMisses;
        if (asked <= 0 || streamRate <= 0)
            return Planned(state, cache.Value, everDirtied);
        double hits = Math.Max(1, sent.CachedPages);
        double overflow = Math.Clamp(sent.Overflows / hits, 0, 1);
        double delta = (sent.DeltaBytes - (sent.Overflows * PageBytes)) / Math.Max(1, sent.CachedPages - sent.Overflows);
        double hitSeconds = Math.Max(0, seconds - (sent.NormalPages * (PageBytes + HeaderBytes) / streamRate)) / hits;
        double hitBytes = ((1 - overflow) * (Math.Max(0, delta) + HeaderBytes)) + (overflow * (PageBytes + HeaderBytes));
        return new(sent.CachedPages / asked, overflow, hitBytes, hitSeconds, true);
    }

    /// <summary>Hit rate that a cache of another size would have: each page has one slot, so at best the share that fits.</summary>
    public static double HitRateOf(double cacheBytes, double everDirtied) => everDirtied > 0 ? Math.Min(1, cacheBytes / everDirtied) : 1;

    private static CacheEstimate Planned(InFlightState state, double cacheBytes, double everDirtied)
    {
        GuestObservation? observation = state.Plan.Observation;
        double changed = observation?.ChangedByteRatio ?? 1;
        double delta = observation?.Delta?.Bytes ?? Math.Min(PageBytes, DeltaHeaderBytes + (changed * PageBytes * 2));
        double overflow = observation?.Delta?.OverflowRatio ?? 0;
        return new(
            HitRateOf(cacheBytes, everDirtied), overflow,
            ((1 - overflow) * (delta + HeaderBytes)) + (overflow * (PageBytes + HeaderBytes)), EncodeSeconds, false);
    }
}
