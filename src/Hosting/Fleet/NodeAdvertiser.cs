using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Fleet;

/// <summary>What this service publishes of its node: the sampler's latest reading, and the host UUID, asked once.</summary>
internal sealed class NodeAdvertiser(
    ISnapshotSource snapshots, GuestAccess access, ICordonBook cordons,
    IOptions<CoordinationOptions> coordination, IOptions<MonitoringOptions> monitoring, TimeProvider time) : INodeAdvertiser
{
    private Task<Guid?>? _asking;

    /// <inheritdoc/>
    public async Task<NodeAdvertisement?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_asking is null or { IsCompletedSuccessfully: true, Result: null })
            _asking = AskHostAsync();
        // libvirt may take its time, or hang: that must not cost the service its lease.
        NodeSnapshot snapshot = snapshots.Latest;
        if (snapshot.Node is not { } node || _asking is not { IsCompletedSuccessfully: true, Result: { } host })
            return null;
        string name = coordination.Value.NodeName ?? node.HostName;
        IReadOnlyList<Cordon> standing = await cordons.AllAsync(cancellationToken);
        return new(
            name, coordination.Value.NodeUri ?? monitoring.Value.ConnectionUri, host, BuildInfo.Version, time.GetUtcNow(),
            node.CpuUtilization, node.MemoryTotal?.Value, node.MemoryAvailable?.Value,
            snapshot.CollectorUp ? snapshot.Guests.Count : null, standing.Any(c => c.Node == name));
    }

    private async Task<Guid?> AskHostAsync()
    {
        try
        {
            await using NodeConnection node = await access.OpenAsync(monitoring.Value.ConnectionUri, CancellationToken.None);
            return await access.AskAsync(() => HostCapabilities.Parse(node.Connection.GetCapabilities()).HostUuid, CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or FormatException)
        {
            return null;
        }
    }
}
