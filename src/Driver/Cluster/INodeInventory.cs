namespace ShadowMig.Driver.Cluster;

/// <summary>The nodes that guests may be moved between. No caller adds to it: it is configuration.</summary>
public interface INodeInventory
{
    /// <summary>All nodes, by name; empty where none is configured.</summary>
    IReadOnlyList<FleetNode> Nodes { get; }
}
