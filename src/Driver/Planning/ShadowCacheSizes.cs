using System.Numerics;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Sizes that a shadow cache may sensibly have, and what it takes of the source's memory.</summary>
internal static class ShadowCacheSizes
{
    private const long SmallestCache = 1L << 20;

    /// <summary>Powers of two from the working set of the first pass to the whole memory, smallest first.</summary>
    public static IEnumerable<long> From(PlanningCase planning)
    {
        long largest = PowerOfTwo(planning.Input.Observation.MemoryTotal.Value);
        for (long size = Math.Min(largest, PowerOfTwo((long)WorkingSet(planning))); size <= largest; size *= 2)
            yield return size;
    }

    /// <summary>Memory that a cache holds: QEMU takes a slot's memory when a page is put there.</summary>
    public static ByteCount Held(PlanningCase planning, long size) => new((long)Math.Min(size, 1.1 * WorkingSet(planning)));

    /// <summary>Why the way is not open at all; null when it is.</summary>
    public static Reason? Obstacle(PlanningInput input) => input.Observation is { ChangedByteRatio: null, Delta: null, IsRunning: true }
        ? new(ReasonCodes.CapabilityMissing,
            "how much of a page changes is unknown, so what the shadow cache would gain is too: add --probe to look")
        : null;

    /// <summary>Why a cache does not fit the source; null when it does.</summary>
    public static Reason? Shortage(PlanningCase planning, long size) =>
        planning.Input.SourceAvailableMemory is { } available && Held(planning, size) > available
            ? new(ReasonCodes.SourceMemory, $"the shadow cache needs {Held(planning, size)} on the source, which has {available} available")
            : null;

    private static double WorkingSet(PlanningCase planning)
    {
        double most = 0;
        foreach (ref readonly Scenario world in planning.Worlds.All)
            most = Math.Max(most, world.WorkingSet.At(PreCopyModel.FirstRoundSeconds(world)));
        return most;
    }

    private static long PowerOfTwo(long bytes) => (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(SmallestCache, bytes));
}
