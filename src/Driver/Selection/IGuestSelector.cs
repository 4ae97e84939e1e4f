namespace ShadowMig.Driver.Selection;

/// <summary>Says which guest should leave an overloaded host. Pure; a new policy is a new class.</summary>
public interface IGuestSelector
{
    /// <summary>The policy, for people.</summary>
    string Name { get; }

    /// <summary>Chooses one guest.</summary>
    /// <param name="host">The host with the guests that are still on it.</param>
    /// <param name="movable">Those that may move, in the host's order; at least one.</param>
    GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable);
}
