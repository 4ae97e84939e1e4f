namespace ShadowMig.Driver.Selection;

/// <summary>
/// The increase of electrical power, watts (power-aware best fit decreasing, PABFD; Beloglazov and Buyya, CCPE 2012). As
/// CloudSim 3.0.3 counts it: a host that is off counts as idle, and guests that were given to a host in the same round are
/// seen in its power afterwards but not in its power before, so that guests are spread over many hosts.
/// </summary>
public sealed class PowerIncrease : ITargetScore
{
    /// <inheritdoc/>
    public double Score(GuestLoad guest, HostLoad host) =>
        host.Power.At((host.Capacity - host.Free + guest.Demand) / host.Capacity) - host.Power.At(host.MeasuredUse / host.Capacity);
}
