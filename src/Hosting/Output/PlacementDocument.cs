using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>The search for a node for a guest, in JSON.</summary>
internal sealed record PlacementDocument(DomainDocument Domain, string? To, IReadOnlyList<TargetFateDocument> Targets)
{
    public static PlacementDocument From(Placement placement) => new(
        DomainDocument.From(placement.Guest), placement.To, [.. placement.Targets.Select(TargetFateDocument.From)]);
}
