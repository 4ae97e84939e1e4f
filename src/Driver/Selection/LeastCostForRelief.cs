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

    private double CostForRelief(GuestLoad guest, HostLoad host, double excess)
    {
        double cost = guest.MigrationCost + (settings.MoveOverhead * host.Capacity * guest.MigrationTime.TotalSeconds);
        return cost / Math.Clamp(Relief(guest, host), LeastRelief, excess);
    }

    private double Relief(GuestLoad guest, HostLoad host) => guest.Forecast(host, settings.Forecast).Mean;
}
