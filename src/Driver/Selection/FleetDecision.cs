namespace ShadowMig.Driver.Selection;

/// <summary>What a look at the whole fleet led to.</summary>
/// <param name="Moves">Guests that should move, in this order.</param>
/// <param name="Overloaded">Hosts that were found overloaded, and why.</param>
/// <param name="Stuck">Hosts and guests for which no move helps, and why.</param>
public sealed record FleetDecision(
    IReadOnlyList<PlannedMove> Moves,
    IReadOnlyList<HostFinding> Overloaded,
    IReadOnlyList<HostFinding> Stuck);
