using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>How the fleet is coordinated, in JSON.</summary>
/// <param name="Mode">local or etcd.</param>
/// <param name="Up">Whether locks can be read now.</param>
/// <param name="Leader">Name of the node whose service decides; null where none is elected.</param>
/// <param name="Locks">Guests that are being migrated, by whom.</param>
/// <param name="Drains">Nodes that are being drained, by whom.</param>
/// <param name="Reasons">Why it is not up.</param>
internal sealed record CoordinationDocument(
    string Mode, bool Up, string? Leader, IReadOnlyList<GuestLockDocument> Locks, IReadOnlyList<NodeDrainDocument> Drains, IReadOnlyList<ReasonDocument> Reasons)
{
    public static CoordinationDocument From(CoordinationView view) => new(
        Word(view.Mode), view.Trouble is null, view.Leader, [.. view.Locks.Select(GuestLockDocument.From)],
        [.. view.Drains.Select(NodeDrainDocument.From)],
        view.Trouble is { } trouble ? ReasonDocument.From([trouble]) : []);

    /// <summary>The mode as people and programs read it.</summary>
    public static string Word(CoordinationMode mode) => mode == CoordinationMode.Etcd ? "etcd" : "local";
}
