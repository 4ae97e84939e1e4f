namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The guest whose move costs least for the memory that it gives back; of equals the larger.</summary>
internal sealed class LeastCostForMemory : IGuestSelector
{
    /// <inheritdoc/>
    public string Name => "lcm";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable) =>
        movable.MinBy(g => (g.MigrationTime.TotalSeconds / Math.Max(1, g.Memory.Value), -g.Memory.Value))!;
}
