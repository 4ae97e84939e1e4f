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

        long size = ShadowCacheSizes.Choose(planning);
        return ThrottleSteps.Smallest(planning, (planning, initial) => PreCopyCandidate.Evaluate(
            planning, Strategy, ThrottleSteps.Apply(planning, new() { MaxDowntimeSeconds = 0, CacheBytes = size }, initial),
            maxDowntime => ThrottleSteps.Apply(planning.Parameters(maxDowntime), initial) with { XbzrleCache = new ByteCount(size) })).WithCache(planning, size);
    }
}
