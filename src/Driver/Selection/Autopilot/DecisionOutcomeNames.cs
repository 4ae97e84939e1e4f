namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The words of outcomes as JSON, metrics and logs write them.</summary>
public static class DecisionOutcomeNames
{
    /// <summary>The word of an outcome.</summary>
    public static string Name(this DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Nothing => "nothing",
        DecisionOutcome.Pending => "pending",
        DecisionOutcome.Stale => "stale",
        DecisionOutcome.NoMoveHelps => "no-move-helps",
        DecisionOutcome.HeldBack => "held-back",
        DecisionOutcome.Move => "move",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "unknown outcome"),
    };
}
