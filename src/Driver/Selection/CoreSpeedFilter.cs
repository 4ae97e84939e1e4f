using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>One core of the host is fast enough for what the guest is forecast to ask for, with so many of its deviations to spare.</summary>
public sealed class CoreSpeedFilter(ForecastSettings settings, double margin) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.CoreTooSlow;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) =>
        guest.Capacity <= host.CoreCapacity
        || guest.Forecast(host, settings).Quantile(margin) * host.Capacity <= host.CoreCapacity;
}
