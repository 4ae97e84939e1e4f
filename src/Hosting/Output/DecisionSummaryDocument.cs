using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>One decision of the autopilot in JSON, without what it rests on.</summary>
internal sealed record DecisionSummaryDocument(
    string Id, DateTimeOffset At, bool Armed, string? Outcome, IReadOnlyList<string> Nodes, IReadOnlyList<DecidedMoveDocument> Moves, IReadOnlyList<ReasonDocument> Reasons)
{
    public static DecisionSummaryDocument From(DecisionEntry entry) => new(
        entry.Id,
        entry.At,
        entry.IsArmed,
        entry.Decision?.Outcome.Name(),
        [.. entry.Decision?.Findings.Select(f => f.Node) ?? []],
        DecidedMoveDocument.Of(entry),
        ReasonDocument.From(entry.Decision?.Findings.SelectMany(f => f.Reasons) ?? []));
}
