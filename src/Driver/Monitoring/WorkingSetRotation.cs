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
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

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
        return now.ObserveGuests && snapshot.CollectorUp
            && await _rotation.StepAsync(snapshot.Guests, now.ConnectionUri, now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await StepAsync(stoppingToken).ConfigureAwait(false))
                    await Task.Delay(IdleWait, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop; a call that hangs is left behind.
        }
    }
}
