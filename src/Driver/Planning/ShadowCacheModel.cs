using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Pre-copy with a shadow of every page sent (QEMU's XBZRLE cache), so that of a page sent again only the
/// change travels: the paper's section 2.3. The smallest cache that keeps the limits is taken.
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

        PlanCandidate? candidate = null;
        foreach (long size in ShadowCacheSizes.From(planning))
        {
            candidate = Evaluate(planning, size);
            if (candidate.Feasible)
                break;
        }
        return candidate!;
    }

    private PlanCandidate Evaluate(PlanningCase planning, long size)
    {
        PlanCandidate candidate = PreCopyCandidate.Evaluate(
            planning, Strategy, new() { MaxDowntimeSeconds = 0, CacheBytes = size },
            maxDowntime => planning.Parameters(maxDowntime) with { XbzrleCache = new ByteCount(size) });
        MigrationPrediction prediction = candidate.Prediction! with { SourceMemory = ShadowCacheSizes.Held(planning, size) };
        return ShadowCacheSizes.Shortage(planning, size) is { } shortage
            ? candidate with { Feasible = false, Prediction = prediction, Reasons = [.. candidate.Reasons, shortage] }
            : candidate with { Prediction = prediction };
    }
}
