using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>What was decided for one node, in JSON.</summary>
internal sealed record FindingDetailDocument(
    string Node, string Outcome, DateTimeOffset? HeldUntil, IReadOnlyList<ReasonDocument> Reasons,
    IReadOnlyList<CauseDocument> Causes, IReadOnlyList<GuestFateDocument> Guests, IReadOnlyList<PlacementDocument> Placements)
{
    public static FindingDetailDocument From(NodeFinding finding) => new(
        finding.Node,
        finding.Outcome.Name(),
        finding.HeldUntil,
        ReasonDocument.From(finding.Reasons),
        [.. finding.Causes.Select(CauseDocument.From)],
        [.. finding.Guests.Select(GuestFateDocument.From)],
        [.. finding.Placements.Select(PlacementDocument.From)]);
}
