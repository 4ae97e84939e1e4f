using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>nodes --json</c> prints.</summary>
/// <param name="Nodes">Nodes of the inventory.</param>
/// <param name="Leader">Name of the published node whose service decides; null while there is none.</param>
/// <param name="Published">Nodes that services published; null where nothing is published, or cannot be read.</param>
/// <param name="Reasons">Why something is unknown.</param>
internal sealed record NodesDocument(
    IReadOnlyList<NodeDocument> Nodes, string? Leader, IReadOnlyList<PublishedNodeDocument>? Published, IReadOnlyList<ReasonDocument> Reasons)
{
    public static NodesDocument From(FleetView fleet) => new(
        [.. fleet.Nodes.Select(NodeDocument.From)],
        fleet.Published?.Leader,
        fleet.Published is { } published ? [.. published.Nodes.Select(PublishedNodeDocument.From)] : null,
        fleet.Trouble is { } trouble ? ReasonDocument.From([trouble]) : []);
}
