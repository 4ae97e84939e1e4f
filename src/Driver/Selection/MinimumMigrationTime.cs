namespace ShadowMig.Driver.Selection;

/// <summary>The guest that is moved fastest (MMT; Beloglazov and Buyya, CCPE 2012, section 6.1): the one with the least memory, of equals the first.</summary>
public sealed class MinimumMigrationTime : IGuestSelector
{
    /// <inheritdoc/>
    public string Name => "mmt";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable) => movable.MinBy(g => g.MigrationTime)!;
}
