using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>
/// Measures the guests of all other nodes of the inventory in rotation: one guest of a node at a time, each node in a loop of its own,
/// so that a dead node delays no other. The service's own node is the <see cref="WorkingSetRotation"/>'s.
/// </summary>
internal sealed class FleetRotation(
    FleetSampler sampler, ILibvirtConnector connector, IGuestObserver observer, IObservationGate gate, ISnapshotSource own,
    IOptionsMonitor<MonitoringOptions> options, TimeProvider time, ILogger<FleetRotation> logger) : BackgroundService
{
    /// <summary>A rotation over the guests of a node.</summary>
    internal GuestRotation Rotation(FleetNodeReader reader) => new(connector, observer, reader.Observations, gate, time, logger);

    /// <summary>Measures the guest of a node whose turn it is.</summary>
    /// <returns>False when none is due.</returns>
    internal async Task<bool> StepAsync(FleetNodeReader reader, GuestRotation rotation, CancellationToken cancellationToken)
    {
        MonitoringOptions now = options.CurrentValue;
        FleetNodeSample node = reader.Latest;
        return node.IsUp && !IsOwn(node, now.ConnectionUri)
            && await rotation.StepAsync(reader.Samples, node.Node.Uri, now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(sampler.Readers().Select(reader => FollowAsync(reader, stoppingToken))).ConfigureAwait(false);
    }

    private async Task FollowAsync(FleetNodeReader reader, CancellationToken stoppingToken)
    {
        using GuestRotation rotation = Rotation(reader);
        await rotation.FollowAsync(stop => StepAsync(reader, rotation, stop), stoppingToken).ConfigureAwait(false);
    }

    // Before the own node's first tick nobody knows which one it is.
    private bool IsOwn(FleetNodeSample node, string ownUri)
    {
        NodeSnapshot known = own.Latest;
        return node.Node.Uri == ownUri || known.At == default || (known.Node?.HostName is { } host && node.Capabilities?.HostName == host);
    }
}
