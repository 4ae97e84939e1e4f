using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>With the guest, the host is less loaded than the guest's own is now.</summary>
internal sealed class BetterThanSourceFilter(DecisionBoard board, HostLoad source) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.WorseThanSource;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) => board.LoadWith(guest, host) < Math.Max(source.Demand, source.Forecast(board.Forecast).Mean);
}
