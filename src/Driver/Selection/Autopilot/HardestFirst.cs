namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Where all guests have to leave, the one that is hardest to place is placed first.</summary>
internal sealed class HardestFirst : IGuestSelector
{
    /// <inheritdoc/>
    public string Name => "hardest";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable) => movable.MaxBy(g => (g.Demand, g.Memory.Value))!;
}
