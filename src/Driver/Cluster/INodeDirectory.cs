namespace ShadowMig.Driver.Cluster;

/// <summary>Where the services of the fleet publish their nodes.</summary>
public interface INodeDirectory
{
    /// <summary>Reads it.</summary>
    /// <returns>What is published; null where nothing is, since the coordination is local.</returns>
    /// <exception cref="CoordinationUnavailableException">It is out of reach.</exception>
    Task<FleetState?> ReadAsync(CancellationToken cancellationToken);
}
