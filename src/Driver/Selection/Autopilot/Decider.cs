using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>
/// Decides which guests should leave which nodes, and where they go. All moves of a decision are placed together: a guest that
/// was given to a node counts there for the next. Pure: the same input gives the same decision.
/// </summary>
public static class Decider
{
    /// <summary>Decides.</summary>
    public static AutopilotDecision Decide(DecisionInput input)
    {
        DecisionBoard board = new(input);
        // The worst first, while there is most room elsewhere.
        NodeFinding[] findings =
        [
            .. input.Causes.GroupBy(c => c.Node)
                .OrderByDescending(g => g.Any(c => c is { IsInEffect: true, Effect: RuleEffect.Degrading }))
                .ThenByDescending(g => g.Any(c => c.IsInEffect))
                .ThenByDescending(g => board.Host(g.Key)?.Demand ?? 0)
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .ToArray()
                .Select(g => Find(board, g.Key, [.. g])),
        ];
        return findings.Length == 0
            ? AutopilotDecision.Nothing
            : new(findings.Max(f => f.Outcome), findings, findings.Min(f => f.HeldUntil));
    }

    private static NodeFinding Find(DecisionBoard board, string node, IReadOnlyList<NodeCause> causes)
    {
        NodeFinding finding = new() { Node = node, Causes = causes, Outcome = DecisionOutcome.Pending };
        NodeCause[] inEffect = [.. causes.Where(c => c.IsInEffect)];
        if (inEffect.Length == 0)
            return finding with { Reasons = [new(ReasonCodes.NotLongEnough, "it does not last yet, or not any more")] };
        NodeCause[] known = [.. inEffect.Where(c => !c.IsStale)];
        if (known.Length == 0 || board.Host(node) is not { } host || board.IsStale(board.Of(host).At))
            return finding with { Outcome = DecisionOutcome.Stale, Reasons = [new(ReasonCodes.StaleData, $"what is known of {node} is too old to decide by")] };
        return new NodeRelief(board, host, known).Decide(finding);
    }
}
