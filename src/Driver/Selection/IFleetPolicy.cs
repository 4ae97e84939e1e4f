namespace ShadowMig.Driver.Selection;

/// <summary>Decides for a whole fleet who moves where: hosts that are overloaded, and hosts that may be emptied. Pure.</summary>
public interface IFleetPolicy
{
    /// <summary>The policy, for people.</summary>
    string Name { get; }

    /// <summary>How many samples of history it looks at.</summary>
    int Window { get; }

    /// <summary>Decides.</summary>
    /// <param name="hosts">All hosts with their guests; the caller throws them away afterwards, since they are changed.</param>
    /// <param name="log">If given, receives every choice with what became of its candidates.</param>
    FleetDecision Decide(IReadOnlyList<HostLoad> hosts, ChoiceLog? log = null);
}
