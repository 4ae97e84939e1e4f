using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Why guests may have to leave a node.</summary>
public sealed record NodeCause
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The rule that says so.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether there is too much to do, or the machine fails.</summary>
    public required RuleEffect Effect { get; init; }

    /// <summary>What is short or broken: cpu, memory and so on.</summary>
    public required string Resource { get; init; }

    /// <summary>Whether it held for its duration and is not about to clear; only then does it move anybody.</summary>
    public required bool IsInEffect { get; init; }

    /// <summary>Whether its readings are too old to decide anything.</summary>
    public bool IsStale { get; init; }

    /// <summary>From when on it stands where it stands.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What was compared with what.</summary>
    public required Reason Reason { get; init; }
}
