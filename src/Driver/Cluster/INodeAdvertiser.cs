namespace ShadowMig.Driver.Cluster;

/// <summary>Puts together what a service publishes of its node.</summary>
public interface INodeAdvertiser
{
    /// <summary>The node as it is now; null until enough is known of it.</summary>
    Task<NodeAdvertisement?> ReadAsync(CancellationToken cancellationToken);
}
