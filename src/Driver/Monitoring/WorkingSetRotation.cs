using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Measures the guests of the service's own node in rotation.</summary>
internal sealed class WorkingSetRotation(
    ILibvirtConnector connector, IGuestObserver observer, ISnapshotSource snapshots, ObservationStore observations, IObservationGate gate,
    IOptionsMonitor<MonitoringOptions> options, TimeProvider time, ILogger<WorkingSetRotation> logger) : BackgroundService
{
    private readonly GuestRotation _rotation = new(connector, observer, observations, gate, time, logger);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rotation.Dispose();
        base.Dispose();
    }

    /// <summary>Measures the guest whose turn it is.</summary>
    /// <returns>False when none is due.</returns>
    internal async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        MonitoringOptions now = options.CurrentValue;
        NodeSnapshot snapshot = snapshots.Latest;
        return snapshot.CollectorUp
            && await _rotation.StepAsync(snapshot.Guests, now.ConnectionUri, now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await _rotation.FollowAsync(StepAsync, stoppingToken).ConfigureAwait(false);
    }
}
