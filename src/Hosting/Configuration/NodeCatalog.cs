using System.Globalization;
using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The nodes of the configuration, section <c>Nodes</c>.</summary>
internal sealed class NodeCatalog(IConfiguration configuration) : INodeInventory
{
    /// <inheritdoc/>
    public IReadOnlyList<FleetNode> Nodes { get; } =
    [
        .. configuration.GetSection("Nodes").GetChildren()
            .Where(n => n["Uri"] is not null)
            .Select(n => new FleetNode(n.Key, n["Uri"]!, n["Processors"] is { } processors ? double.Parse(processors, CultureInfo.InvariantCulture) : null))
            .OrderBy(n => n.Name, StringComparer.Ordinal),
    ];
}
