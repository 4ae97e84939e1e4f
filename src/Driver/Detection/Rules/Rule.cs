using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>When a signal means overload or degradation. Configuration, not code; two equal rules are one.</summary>
public sealed record Rule
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The signal's name.</summary>
    public required string Signal { get; init; }

    /// <summary>Whether it judges the node or each guest.</summary>
    public SignalScope Scope { get; init; }

    /// <summary>How a rule of the node makes one number of a signal of guests; null for a signal of the node.</summary>
    public RuleAggregate? Aggregate { get; init; }

    /// <summary>On which side of the threshold the signal is too far.</summary>
    public RuleComparison Comparison { get; init; }

    /// <summary>How it is decided.</summary>
    public RuleMethod Method { get; init; }

    /// <summary>
    /// The threshold, in the signal's unit; with another method than <see cref="RuleMethod.Static"/> what counts as capacity,
    /// since those methods judge shares of it.
    /// </summary>
    public double Threshold { get; init; } = 1;

    /// <summary>Where the signal must be back for the rule to clear; null for the threshold.</summary>
    public double? Clearing { get; init; }

    /// <summary>Safety parameter of the published methods; null for the usual one.</summary>
    public double? Safety { get; init; }

    /// <summary>How long the signal must be too far without a break.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it must be back without a break; null for <see cref="Duration"/>.</summary>
    public TimeSpan? ClearDuration { get; init; }

    /// <summary>Time between the samples that methods with a history look at; zero takes each one.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>How bad it is.</summary>
    public RuleSeverity Severity { get; init; }

    /// <summary>What it says.</summary>
    public RuleEffect Effect { get; init; }

    /// <summary>What is short or broken: the label of the metrics.</summary>
    public required string Resource { get; init; }
}
