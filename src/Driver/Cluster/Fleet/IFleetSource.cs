namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>What is known of all nodes of the inventory.</summary>
public interface IFleetSource
{
    /// <summary>Every node as it was last seen, by name; reading it never waits. Empty where the fleet is not watched.</summary>
    IReadOnlyList<FleetNodeSample> Latest { get; }

    /// <summary>Asks a node which of its guests a job, such as a backup or a migration, runs on.</summary>
    /// <returns>Their UUIDs; null when the node does not tell.</returns>
    Task<IReadOnlySet<Guid>?> FindBusyAsync(string node, CancellationToken cancellationToken);
}
