using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Turns where rules stand into causes. A rule that is well, or knows nothing, is none.</summary>
public static class CauseList
{
    /// <summary>The cause that a rule of a node is; null when it is none.</summary>
    public static NodeCause? From(string node, RuleStatus status) => status is { Guest: null, State: not (RuleState.Unknown or RuleState.Ok) }
        ? new()
        {
            Node = node,
            Rule = status.Rule.Name,
            Effect = status.Rule.Effect,
            Resource = status.Rule.Resource,
            IsInEffect = status.State is RuleState.Overloaded or RuleState.Degrading,
            IsStale = status.IsStale,
            Since = status.Since,
            Reason = status.Reason,
        }
        : null;
}
