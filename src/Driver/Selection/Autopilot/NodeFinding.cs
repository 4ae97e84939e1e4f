using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What was decided for one node that has to be relieved.</summary>
public sealed record NodeFinding
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>Why it has to be relieved.</summary>
    public required IReadOnlyList<NodeCause> Causes { get; init; }

    /// <summary>What it came to.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>Why it came to that; the moves say why each is made.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>What became of each guest of the node.</summary>
    public IReadOnlyList<GuestFate> Guests { get; init; } = [];

    /// <summary>What became of each node as the target of each guest that was tried, in that order.</summary>
    public IReadOnlyList<Placement> Placements { get; init; } = [];

    /// <summary>When the first of what holds its moves back ends; null when nothing does, or its end is not known.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Guests that should move, in this order.</summary>
    public IReadOnlyList<DecidedMove> Moves { get; init; } = [];
}
