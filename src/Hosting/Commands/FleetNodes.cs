using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Commands;

/// <summary>The inventory with its cordons, as commands use it.</summary>
internal sealed class FleetNodes(INodeInventory inventory, ICordonBook cordons)
{
    /// <summary>Whether the configuration names no nodes.</summary>
    public bool IsEmpty => inventory.Nodes.Count == 0;

    /// <summary>All nodes of the inventory.</summary>
    /// <exception cref="UsageException">The configuration names no nodes.</exception>
    public IReadOnlyList<FleetNode> Inventory => !IsEmpty
        ? inventory.Nodes
        : throw new UsageException("the configuration names no nodes: add section Nodes, for example \"Nodes\": { \"node2\": { \"Uri\": \"qemu+tls://node2/system\" } }");

    /// <summary>All nodes, each with its cordon or null.</summary>
    /// <exception cref="UsageException">The configuration names no nodes.</exception>
    /// <exception cref="IOException">The cordons cannot be read.</exception>
    public async Task<IReadOnlyList<(FleetNode Node, Cordon? Cordon)>> AllAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FleetNode> nodes = Inventory;
        IReadOnlyList<Cordon> standing = await cordons.AllAsync(cancellationToken);
        return [.. nodes.Select(node => (node, standing.FirstOrDefault(c => c.Node == node.Name)))];
    }

    /// <summary>One node by its name.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public FleetNode Get(string name) => Inventory.FirstOrDefault(n => n.Name == name)
        ?? throw new UsageException($"the configuration has no node '{name}'; it has {string.Join(", ", inventory.Nodes.Select(n => n.Name))}");
}
