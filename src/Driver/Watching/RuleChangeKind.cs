namespace ShadowMig.Driver.Watching;

/// <summary>What changed about a rule.</summary>
internal enum RuleChangeKind
{
    /// <summary>Between ok, pending and clearing.</summary>
    Moved,

    /// <summary>It came into effect.</summary>
    Raised,

    /// <summary>It is no longer in effect.</summary>
    Cleared,

    /// <summary>It was in effect and is judged anew, or no longer: the rule changed or is gone, or the guest left.</summary>
    Dropped,

    /// <summary>Its readings became too old.</summary>
    WentStale,

    /// <summary>It has readings again.</summary>
    CameBack,

    /// <summary>It had no reading for a minute from its begin.</summary>
    Silent,
}
