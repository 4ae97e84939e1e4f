using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Measures dirty rate and working set of one guest after the other, on a connection of its own.</summary>
/// <remarks>
/// Guests with a job, closed by the <see cref="IObservationGate"/>, paused or stale are left alone. A calculation that
/// runs when a migration begins is no longer waited for; QEMU ends it by itself.
/// </remarks>
internal sealed partial class WorkingSetRotation(
    ILibvirtConnector connector, IGuestObserver observer, ISnapshotSource snapshots, ObservationStore observations, IObservationGate gate,
    IOptionsMonitor<MonitoringOptions> options, TimeProvider time, ILogger<WorkingSetRotation> logger) : BackgroundService
{
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);
    private readonly MonitoredConnection _connection = new(connector, time);
    private readonly Dictionary<Guid, DateTimeOffset> _attempts = [];

    /// <inheritdoc/>
    public override void Dispose()
    {
        _connection.Dispose();
        base.Dispose();
    }

    /// <summary>Measures the guest whose turn it is.</summary>
    /// <returns>False when none is due.</returns>
    internal async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        MonitoringOptions now = options.CurrentValue;
        NodeSnapshot snapshot = snapshots.Latest;
        if (!now.ObserveGuests || !snapshot.CollectorUp)
            return false;
        foreach (Guid gone in _attempts.Keys.Except(snapshot.Guests.Select(guest => guest.Domain.Uuid)).ToArray())
            _attempts.Remove(gone);
        if (RotationOrder.Next(snapshot.Guests, _attempts, gate.IsOpen, now.ObservationInterval, time.GetUtcNow()) is not { } next)
            return false;

        _attempts[next.Domain.Uuid] = time.GetUtcNow();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void End(Guid guest)
        {
            try
            {
                if (guest == next.Domain.Uuid)
                    ending.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The observation ended by itself while the gate closed.
            }
        }

        gate.Closed += End;
        try
        {
            // The gate may have closed before anybody listened.
            if (gate.IsOpen(next.Domain.Uuid))
                await ObserveAsync(next.Domain, now, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogHandsOff(next.Domain.Name);
        }
        catch (ObservationRefusedException exception)
        {
            LogRefused(next.Domain.Name, exception.Reason.Code);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The rotation outlives whatever one guest does.
            LogFailed(next.Domain.Name, exception.Message);
        }
        finally
        {
            gate.Closed -= End;
        }

        return true;
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

    private async Task ObserveAsync(DomainIdentity guest, MonitoringOptions now, CancellationToken cancellationToken)
    {
        ILibvirtConnection connection = await _connection.OpenAsync(now.ConnectionUri, now.CallBound, cancellationToken).ConfigureAwait(false);
        ILibvirtDomain? domain = null;
        try
        {
            domain = await BoundedCall.RunAsync(() => connection.FindDomainByUuid(guest.Uuid), now.CallBound, time, cancellationToken).ConfigureAwait(false);
            if (domain is not null)
                observations.Put(await observer.ObserveAsync(connection, domain, now.ToObservationOptions(), null, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is TimeoutException || (exception is LibvirtException { Code: var code } && MonitoredConnection.Breaks(code)))
        {
            _connection.Abandon(connection);
            throw;
        }
        finally
        {
            domain?.Dispose();
        }
    }
}
