using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Where a rule stands for the node or for one guest.</summary>
public sealed record RuleStatus
{
    /// <summary>The rule.</summary>
    public required Rule Rule { get; init; }

    /// <summary>The guest; null for the node.</summary>
    public DomainIdentity? Guest { get; init; }

    /// <summary>Where it stands.</summary>
    public RuleState State { get; init; }

    /// <summary>From when on it stands there.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The signal's last reading; null before the first.</summary>
    public double? Value { get; init; }

    /// <summary>What it was compared with.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether the last reading is too old to decide, or there was none: the state is kept, not confirmed.</summary>
    public bool IsStale { get; init; }

    /// <summary>Why it stands there.</summary>
    public required Reason Reason { get; init; }

    /// <summary>Whether what the rule says holds: from the end of its duration until it cleared.</summary>
    public bool IsInEffect => State is RuleState.Overloaded or RuleState.Degrading or RuleState.Clearing;
}
