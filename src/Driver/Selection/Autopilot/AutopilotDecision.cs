using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What the autopilot decided for the whole fleet at one moment.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Findings">Each node that has, or may have, to be relieved, the most urgent first.</param>
/// <param name="HeldUntil">When the first of what holds moves back ends; null when nothing does, or its end is not known.</param>
public sealed record AutopilotDecision(DecisionOutcome Outcome, IReadOnlyList<NodeFinding> Findings, DateTimeOffset? HeldUntil)
{
    /// <summary>No node has to be relieved.</summary>
    public static AutopilotDecision Nothing { get; } = new(DecisionOutcome.Nothing, [], null);

    /// <summary>The moves of all nodes, in the order in which they should run.</summary>
    public IEnumerable<DecidedMove> AllMoves => Findings.SelectMany(f => f.Moves);

    /// <summary>
    /// What the answer is without its figures: two decisions with the same signature say the same. That moves are under way is
    /// the answer before, not a new one.
    /// </summary>
    public string Signature => string.Join('|', Findings
        .Where(f => f.Outcome > DecisionOutcome.Pending && Code(f) != ReasonCodes.MoveUnderWay)
        .Select(f => $"{f.Node}:{f.Outcome.Name()}:{Code(f)}:{string.Join(',', f.Moves.Select(m => $"{m.Guest.Uuid}>{m.To}"))}"));

    private static string Code(NodeFinding finding) => finding.Reasons is [var why, ..] ? why.Code : "";
}
