using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>The shadow cache, and a throttle for what it does not gain.</summary>
public sealed class ShadowCacheThrottleModel : IStrategyModel
{
    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.ShadowCacheThrottle;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningCase planning)
    {
        if ((ThrottleSteps.Obstacle(planning.Input) ?? ShadowCacheSizes.Obstacle(planning.Input)) is { } obstacle)
            return new(Strategy, false, null, null, [obstacle]);

        // With a throttle a cache in the middle of the sensible sizes is enough: one that holds the working set.
        long size = ShadowCacheSizes.From(planning).First();
        PlanCandidate candidate = ThrottleSteps.Smallest(planning, initial => PreCopyCandidate.Evaluate(
            planning, Strategy, ThrottleSteps.Apply(planning, new() { MaxDowntimeSeconds = 0, CacheBytes = size }, initial),
            maxDowntime => ThrottleSteps.Apply(planning.Parameters(maxDowntime), initial) with { XbzrleCache = new ByteCount(size) }));
        candidate = candidate with { Prediction = candidate.Prediction! with { SourceMemory = ShadowCacheSizes.Held(planning, size) } };
        return ShadowCacheSizes.Shortage(planning, size) is { } shortage
            ? candidate with { Feasible = false, Reasons = [.. candidate.Reasons, shortage] }
            : candidate;
    }
}
