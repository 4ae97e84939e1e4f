namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>
/// The guest whose move costs least for the relief that it brings, unless one guest alone brings all that the node needs for
/// less than the several that would leave otherwise: few moves that are enough.
/// </summary>
internal sealed class LeastTotalCost(LeastCostForRelief inner) : IGuestSelector
{
    /// <inheritdoc/>
    public string Name => "ltc";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable)
    {
        GuestLoad first = inner.Choose(host, movable);
        double excess = inner.Excess(host);
        GuestLoad? alone = movable.Where(g => inner.Relief(g, host) >= excess).MinBy(g => inner.Cost(g, host));
        return alone is not null && inner.Cost(alone, host) <= CostOfSeveral(host, movable, excess) ? alone : first;
    }

    private double CostOfSeveral(HostLoad host, IReadOnlyList<GuestLoad> movable, double excess)
    {
        List<GuestLoad> left = [.. movable];
        double cost = 0;
        while (excess > 0 && left.Count > 0)
        {
            double needed = excess;
            GuestLoad next = left.MinBy(g => (inner.CostForRelief(g, host, needed), -inner.Relief(g, host)))!;
            left.Remove(next);
            cost += inner.Cost(next, host);
            excess -= inner.Relief(next, host);
        }

        return excess > 0 ? double.PositiveInfinity : cost;
    }
}
