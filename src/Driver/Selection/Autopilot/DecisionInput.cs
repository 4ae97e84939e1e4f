namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>All that one decision of the autopilot rests on: the same input gives the same decision.</summary>
public sealed record DecisionInput
{
    /// <summary>The time of the decision.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Every node of the inventory, by name.</summary>
    public required IReadOnlyList<DecisionNode> Nodes { get; init; }

    /// <summary>Why guests may have to leave a node.</summary>
    public required IReadOnlyList<NodeCause> Causes { get; init; }

    /// <summary>Migrations of the last hours and those under way, newest first.</summary>
    public IReadOnlyList<PastMove> Moves { get; init; } = [];

    /// <summary>Moves that the last look before them refused.</summary>
    public IReadOnlyList<PastRefusal> Refusals { get; init; } = [];

    /// <summary>The settings in force.</summary>
    public required DecisionSettings Settings { get; init; }
}
