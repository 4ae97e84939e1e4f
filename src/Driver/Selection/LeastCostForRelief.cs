namespace ShadowMig.Driver.Selection;

/// <summary>
/// The project's own choice: the guest whose move costs least for the relief that it brings. Relief beyond what the host needs
/// counts nothing; of equals the one that brings more, so that fewer have to move.
/// </summary>
public sealed class LeastCostForRelief(FrugalSettings settings) : IGuestSelector
{
    // A guest that asks for next to nothing brings no relief at any price.
    private const double LeastRelief = 1e-4;

    /// <inheritdoc/>
    public string Name => "lcr";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable)
    {
        double excess = Math.Max(LeastRelief, Excess(host));
        return movable.MinBy(g => (CostForRelief(g, host, excess), -Relief(g, host)))!;
    }

    /// <summary>How far the host's load is above what it should be, as a share of its capacity.</summary>
    public double Excess(HostLoad host) => host.Forecast(settings.Forecast).Quantile(settings.ReliefMargin) - settings.Forecast.OverloadedAt;

    /// <summary>What moving a guest costs, in processor time: work that it loses, and what the move itself takes.</summary>
    internal double Cost(GuestLoad guest, HostLoad host) =>
        guest.MigrationCost + (settings.MoveOverhead * host.Capacity * guest.MigrationTime.TotalSeconds);

    /// <summary>That cost for each share of the host's capacity that is needed and gained.</summary>
    internal double CostForRelief(GuestLoad guest, HostLoad host, double excess) =>
        Cost(guest, host) / Math.Clamp(Relief(guest, host), LeastRelief, Math.Max(LeastRelief, excess));

    /// <summary>What a guest is forecast to ask for, as a share of the host's capacity.</summary>
    internal double Relief(GuestLoad guest, HostLoad host) => guest.Forecast(host, settings.Forecast).Mean;
}
