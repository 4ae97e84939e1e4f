using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>With the guest, the host's load stays where an overloaded one would be relieved to.</summary>
internal sealed class LoadFilter(DecisionBoard board) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.WouldOverload;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) => board.LoadWith(guest, host) <= board.Input.Settings.ClearedAt;
}
