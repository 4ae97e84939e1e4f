namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The words of move states as JSON, metrics and logs write them.</summary>
public static class MoveStateNames
{
    /// <summary>The word of a state.</summary>
    public static string Name(this MoveState state) => state == MoveState.NotArmed ? "not-armed" : state.ToString().ToLowerInvariant();
}
