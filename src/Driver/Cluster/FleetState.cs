namespace ShadowMig.Driver.Cluster;

/// <summary>What the services of the fleet published.</summary>
/// <param name="Leader">Name of the node whose service decides; null while there is none.</param>
/// <param name="Nodes">Nodes by name; those that fell silent are remembered for a while.</param>
/// <param name="Problems">Entries that cannot be read, and were left out.</param>
public sealed record FleetState(string? Leader, IReadOnlyList<PublishedNode> Nodes, IReadOnlyList<string> Problems);
