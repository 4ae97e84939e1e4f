using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Pre-copy with a shadow of every page that is sent again (QEMU's XBZRLE cache), so that of it only the change travels:
/// the paper's section 2.3.
/// </summary>
public sealed class ShadowCacheModel : IStrategyModel
{
    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.ShadowCache;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningCase planning)
    {
        if (ShadowCacheSizes.Obstacle(planning.Input) is { } obstacle)
            return new(Strategy, false, null, null, [obstacle]);

        long size = ShadowCacheSizes.Choose(planning);
        return PreCopyCandidate.Evaluate(
            planning, Strategy, new() { MaxDowntimeSeconds = 0, CacheBytes = size },
            maxDowntime => planning.Parameters(maxDowntime) with { XbzrleCache = new ByteCount(size) }).WithCache(planning, size);
    }
}
