using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>How the fleet is coordinated, and whether that works now.</summary>
/// <param name="Mode">Where locks and the rest lie.</param>
/// <param name="Trouble">Why they cannot be read; null when they can.</param>
/// <param name="Leader">Name of the node whose service decides; null where none is elected.</param>
/// <param name="Locks">Guests that are being migrated, by whom.</param>
/// <param name="Drains">Nodes that are being drained, by whom.</param>
internal sealed record CoordinationView(
    CoordinationMode Mode, Reason? Trouble, string? Leader, IReadOnlyList<StandingLock> Locks, IReadOnlyList<StandingDrain> Drains);
