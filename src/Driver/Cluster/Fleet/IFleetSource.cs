namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>What is known of all nodes of the inventory.</summary>
public interface IFleetSource
{
    /// <summary>Every node as it was last seen, by name; reading it never waits. Empty where the fleet is not watched.</summary>
    IReadOnlyList<FleetNodeSample> Latest { get; }

    /// <summary>Asks a node whether a job, such as a backup or a migration, runs on its guests.</summary>
    /// <returns>Whether one runs, by the guest's UUID; a guest of which the node did not tell in time is missing.</returns>
    Task<IReadOnlyDictionary<Guid, bool>> FindBusyAsync(string node, CancellationToken cancellationToken);
}
