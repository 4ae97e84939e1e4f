namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Where a rule stands.</summary>
public enum RuleState
{
    /// <summary>Its signal had no reading yet.</summary>
    Unknown,

    /// <summary>All is well.</summary>
    Ok,

    /// <summary>The signal is too far, not yet for the rule's duration.</summary>
    Pending,

    /// <summary>It was for the duration: overloaded.</summary>
    Overloaded,

    /// <summary>It was for the duration: the machine fails.</summary>
    Degrading,

    /// <summary>Still in effect; the signal is back at the clearing value, not yet for the clearing duration.</summary>
    Clearing,
}
