using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>What the migrations of a drain share.</summary>
/// <param name="Rate">What leaves the node at most.</param>
/// <param name="MaxOutgoing">Most migrations at a time.</param>
/// <param name="MaxIncoming">Most of them to one node.</param>
public sealed record DrainLink(BytesPerSecond Rate, int MaxOutgoing, int MaxIncoming)
{
    /// <summary>
    /// The link as the plans know it. One stream was seen to reach a rate: the link carries at least the highest of them, and at
    /// most what its interface gives where that is known. What is assumed counts only where nothing was seen. A budget caps it.
    /// </summary>
    /// <param name="plans">Plans that say go, at least one.</param>
    /// <param name="budget">What all migrations that leave the node may send together; null for all that they can.</param>
    /// <param name="maxOutgoing">Most migrations at a time.</param>
    /// <param name="maxIncoming">Most of them to one node.</param>
    public static DrainLink Of(IReadOnlyList<MigrationPlan> plans, BytesPerSecond? budget, int maxOutgoing, int maxIncoming)
    {
        MigrationPlan[] seen = [.. plans.Where(p => p.Link is { IsMeasured: true })];
        double rate = (seen.Length > 0 ? seen : plans).Max(p => Math.Max(p.Link?.Capacity?.Value ?? 0, p.Link?.Rate.Value ?? DrainMove.Of(p).StreamRate));
        return new(new(Math.Min(rate, budget?.Value ?? double.PositiveInfinity)), maxOutgoing, maxIncoming);
    }
}
