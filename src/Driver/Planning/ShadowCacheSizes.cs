using System.Numerics;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>The size that a shadow cache should have, and what it takes of the source's memory.</summary>
/// <remarks>
/// QEMU's cache has one slot for each address modulo its size, and takes a slot's memory when a page is first put there
/// (QEMU migration/page_cache.c). A cache as large as the guest's memory therefore holds no more than what the guest rewrites,
/// and no two pages ever share a slot; a smaller one saves only the table. Decision 5 has the reasons.
/// </remarks>
internal static class ShadowCacheSizes
{
    private const long SmallestCache = 1L << 20;

    // The table of a larger cache takes QEMU noticeable time to set up while it holds its lock: so many slots for a page are enough then.
    private const long AlwaysFull = 16L << 30;
    private const double SlotsPerPage = 8;

    // CacheItem: address, age, pointer.
    private const double TableBytesPerPage = 24;
    private const double PageBytes = 4096;

    /// <summary>A slot for each page of the guest; less where the source could not hold what that may come to.</summary>
    public static long Choose(PlanningCase planning)
    {
        long full = Full(planning);
        return planning.Input.SourceAvailableMemory is { } available && Held(planning, full) > available
            ? Math.Max(SmallestCache, 1L << BitOperations.Log2((ulong)Math.Max(SmallestCache, Math.Min(full, available.Value))))
            : full;
    }

    /// <summary>Memory that a cache comes to hold: the pages that are sent more than once, and its table.</summary>
    public static ByteCount Held(PlanningCase planning, long size) =>
        new((long)(Math.Min(size, Rewritten(planning)) + (size / PageBytes * TableBytesPerPage)));

    /// <summary>Why the way is not open at all; null when it is.</summary>
    public static Reason? Obstacle(PlanningInput input) => input.Observation is { ChangedByteRatio: null, Delta: null, IsRunning: true }
        ? new(ReasonCodes.CapabilityMissing,
            "how much of a page changes is unknown, so what the shadow cache would gain is too: add --probe to look")
        : null;

    /// <summary>
    /// The candidate with what its cache takes; infeasible when the source has not that much. A smaller cache that does not
    /// keep the limits is told with the memory that a full one would have needed.
    /// </summary>
    public static PlanCandidate WithCache(this PlanCandidate candidate, PlanningCase planning, long size)
    {
        candidate = candidate with { Prediction = candidate.Prediction! with { SourceMemory = Held(planning, size) } };
        ByteCount? available = planning.Input.SourceAvailableMemory;
        ByteCount wanted = Held(planning, Full(planning));
        bool isShort = Held(planning, size) > available || (!candidate.Feasible && wanted > available);
        return isShort
            ? candidate with { Feasible = false, Reasons = [.. candidate.Reasons, Shortage(wanted, available!.Value)] }
            : candidate;
    }

    private static Reason Shortage(ByteCount wanted, ByteCount available) =>
        new(ReasonCodes.SourceMemory, $"the shadow cache needs {wanted} on the source, which has {available} available");

    // A slot for each page of the guest, or ample slots for what it rewrites.
    private static long Full(PlanningCase planning) => Math.Min(
        Math.Max(AlwaysFull, PowerOfTwo(SlotsPerPage * Rewritten(planning))),
        PowerOfTwo(planning.Input.Observation.MemoryTotal.Value));

    private static long PowerOfTwo(double bytes) => (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(SmallestCache, bytes));

    // What is dirty after the first pass goes into the cache in the second, and what that pass dirties in the third.
    private static double Rewritten(PlanningCase planning)
    {
        double most = 0;
        foreach (ref readonly Scenario world in planning.Worlds.All)
            most = Math.Max(most, world.WorkingSet.At(2 * PreCopyModel.FirstRoundSeconds(world)));
        return most;
    }
}
