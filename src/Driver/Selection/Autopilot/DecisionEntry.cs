namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>One decision as the journal holds it.</summary>
public sealed record DecisionEntry
{
    /// <summary>Its identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the autopilot was armed.</summary>
    public required bool IsArmed { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was decided; null when it was written by another version and cannot be read.</summary>
    public AutopilotDecision? Decision { get; init; }

    /// <summary>What it rests on; null when it was not asked for, or cannot be read.</summary>
    public DecisionInput? Input { get; init; }

    /// <summary>What became of its moves.</summary>
    public IReadOnlyList<MoveStatus> Moves { get; init; } = [];
}
