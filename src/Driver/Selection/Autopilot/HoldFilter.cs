namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Nothing of the past holds this move back.</summary>
internal sealed class HoldFilter(string code, Func<GuestLoad, HostLoad, Hold?> hold) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => code;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) => hold(guest, host) is null;
}
