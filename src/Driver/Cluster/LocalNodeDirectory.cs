namespace ShadowMig.Driver.Cluster;

/// <summary>The directory of a fleet that one service manages: nothing is published.</summary>
public sealed class LocalNodeDirectory : INodeDirectory
{
    /// <inheritdoc/>
    public Task<FleetState?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<FleetState?>(null);
}
