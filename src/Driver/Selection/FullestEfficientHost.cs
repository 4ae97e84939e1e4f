namespace ShadowMig.Driver.Selection;

/// <summary>
/// The project's own order of targets: one that runs something before one that must be woken, one that needs less power for
/// the same work before one that needs more, and the fuller before the emptier.
/// </summary>
public sealed class FullestEfficientHost : ITargetScore
{
    private const double WakingCost = 1000;

    /// <inheritdoc/>
    public double Score(GuestLoad guest, HostLoad host)
    {
        double wattsPerUnit = host.Power.Full / host.Capacity;
        double wattsOfAll = wattsPerUnit * host.CoreCapacity;
        return (host.Guests.Count == 0 ? WakingCost : 0) + wattsOfAll + (1 - host.Demand);
    }
}
