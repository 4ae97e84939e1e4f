using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>The fleet as it is now.</summary>
/// <param name="Nodes">Nodes of the inventory.</param>
/// <param name="Published">What services published; null where nothing is published, or cannot be read.</param>
/// <param name="Trouble">Why cordons, promises and published nodes are unknown; null when they are known.</param>
internal sealed record FleetView(IReadOnlyList<NodeState> Nodes, FleetState? Published, Reason? Trouble);
