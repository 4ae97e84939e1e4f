using System.Numerics;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>All that the limits allow, the cheapest for the guest and its neighbours first: wait, longer pause, more bandwidth, larger cache, mixes.</summary>
internal static class SteeringOptions
{
    private const double Noticeable = 1.1;
    private const double TooFewHits = 0.8;
    private const int DowntimeSteps = 6;

    /// <summary>Lists them.</summary>
    public static IEnumerable<SteeringOption> Of(InFlightState state, InFlightEstimate estimate, Continuation now)
    {
        yield return new(now, []);
        Continuation changed = now;
        List<Func<Reason, InFlightDecision>> steps = [];
        TimeSpan highest = HighestMaxDowntime(state, estimate);
        if (highest > state.Held.MaxDowntime && state.MayTake<RaiseMaxDowntime>())
        {
            foreach ((TimeSpan limit, Continuation raised) in LongerPauses(state, estimate, now))
                yield return new(raised, [r => new RaiseMaxDowntime(limit, r)]);

            changed = changed with { MaxDowntime = highest.TotalSeconds };
            steps.Add(r => new RaiseMaxDowntime(highest, r));
        }

        if (RaisedBandwidth(state, estimate) is { } cap && state.MayTake<RaiseBandwidth>())
        {
            double rate = Math.Min(cap.Value, Math.Max(now.StreamRate, now.LineRate));
            yield return new(now with { StreamRate = rate }, [r => new RaiseBandwidth(cap, r)]);
            changed = changed with { StreamRate = rate };
            steps.Add(r => new RaiseBandwidth(cap, r));
            if (steps.Count > 1)
                yield return new(changed, [.. steps]);
        }

        if (LargerCache(state, estimate) is { } size && state.MayTake<ResizeCache>())
        {
            // QEMU begins the new cache empty: the rest of this round fills it, the next may still look in vain.
            CacheEstimate cache = estimate.Cache!.Value with { HitRate = CacheEstimate.HitRateOf(size.Value, estimate.Dirtying.EverDirtied) };
            yield return new(now with { Cache = cache, RoundsInVain = 2 }, [r => new ResizeCache(size, r)]);
            if (steps.Count > 0)
                yield return new(changed with { Cache = cache, RoundsInVain = 2 }, [.. steps, r => new ResizeCache(size, r)]);
        }
    }

    /// <summary>Steps from the max-downtime in force to the highest that may be given, the shortest first; none when it is there already.</summary>
    public static IEnumerable<(TimeSpan Limit, Continuation Then)> LongerPauses(InFlightState state, InFlightEstimate estimate, Continuation now)
    {
        TimeSpan rise = HighestMaxDowntime(state, estimate) - state.Held.MaxDowntime;
        for (int i = 1; i <= DowntimeSteps && rise > TimeSpan.Zero; i++)
        {
            var limit = TimeSpan.FromMilliseconds(Math.Floor((state.Held.MaxDowntime + (rise * i / DowntimeSteps)).TotalMilliseconds));
            yield return (limit, now with { MaxDowntime = limit.TotalSeconds });
        }
    }

    /// <summary>The max-downtime that QEMU may be given: the limit less the fixed cost of this way, as the plan reckons, and less what a slower link adds to it.</summary>
    public static TimeSpan HighestMaxDowntime(InFlightState state, InFlightEstimate estimate)
    {
        double planned = state.Plan.Link is { } link
            ? PlanningCase.LongestMaxDowntimeSeconds(state.Plan.Limits, link) - MoreThanUsual(link, state.Plan.Chosen?.Strategy)
            : state.Plan.Limits.MaxDowntime.TotalSeconds;
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor((planned - InFlightForecast.QueueSeconds(state, estimate)) * 1000)));
    }

    // Several connections have a queue each, and a shadow cache has deltas to apply: the longest that the plan reckons with knows of neither.
    private static double MoreThanUsual(LinkEstimate link, MigrationStrategy? strategy) =>
        strategy is { } way ? Math.Max(0, (link.SwitchoverCostOf(way) - link.SwitchoverCost).TotalSeconds) : 0;

    /// <summary>A higher cap that would let the stream run faster; null when the cap is not what holds it, or is as high as may be.</summary>
    public static BytesPerSecond? RaisedBandwidth(InFlightState state, InFlightEstimate estimate)
    {
        if (!estimate.IsHeldByCap || state.Held.Bandwidth is not { } cap)
            return null;
        BytesPerSecond most = state.Held.BandwidthCeiling ?? new(Math.Max(estimate.LineRate, cap.Value));
        return most.Value > cap.Value * Noticeable ? most : null;
    }

    /// <summary>A larger cache, where the one in use was seen to miss and the plan's rule for memory leaves room: at most twice its size, and the guest's memory.</summary>
    public static ByteCount? LargerCache(InFlightState state, InFlightEstimate estimate)
    {
        if (state is not { Held.XbzrleCache: { } held, Parameters.XbzrleCache: { } planned }
            || estimate.Cache is not { IsMeasured: true, HitRate: < TooFewHits } || estimate.Dirtying.EverDirtied <= held.Value)
            return null;
        ulong memory = estimate.Latest.Job!.MemoryTotalBytes ?? (ulong)planned.Value;
        ulong most = Math.Min((ulong)planned.Value * 2, 1UL << BitOperations.Log2(Math.Max(1, memory)));
        ulong wanted = Math.Min(most, BitOperations.RoundUpToPowerOf2((ulong)estimate.Dirtying.EverDirtied));
        return (long)wanted > held.Value ? new((long)wanted) : null;
    }
}
