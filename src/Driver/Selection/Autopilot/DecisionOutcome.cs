namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What a decision came to; of several nodes the most urgent.</summary>
public enum DecisionOutcome
{
    /// <summary>No node has to be relieved.</summary>
    Nothing,

    /// <summary>Something looks like overload, not yet for long enough.</summary>
    Pending,

    /// <summary>A node has to be relieved, and what is known is too old to decide by.</summary>
    Stale,

    /// <summary>A node has to be relieved, and no guest that may leave finds a node that it does not overload.</summary>
    NoMoveHelps,

    /// <summary>A node has to be relieved, and nothing may move yet: cooldown, budget, or moves under way.</summary>
    HeldBack,

    /// <summary>Guests should move.</summary>
    Move,
}
