namespace ShadowMig.Driver.Selection;

/// <summary>The guest that asks for most, of equals the first.</summary>
public sealed class HighestRelief : IGuestSelector
{
    /// <inheritdoc/>
    public string Name => "hr";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable) => movable.MaxBy(g => g.Demand)!;
}
