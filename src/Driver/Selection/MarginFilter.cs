using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>After it took the guest, the host's forecast load leaves so many of its deviations free, and there is room for what is asked for now.</summary>
public sealed class MarginFilter(ForecastSettings settings, double margin) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.WouldOverload;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) =>
        host.Demand + (guest.Demand / host.Capacity) <= 1
        && host.ForecastWith(guest, settings).Quantile(margin) <= 1;
}
