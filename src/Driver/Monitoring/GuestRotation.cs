using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Measures dirty rate and working set of one guest of a node after the other, on a connection of its own.</summary>
/// <remarks>
/// Guests with a job, closed by the <see cref="IObservationGate"/>, paused or stale are left alone. A calculation that
/// runs when a migration begins is no longer waited for; QEMU ends it by itself.
/// </remarks>
internal sealed partial class GuestRotation(
    ILibvirtConnector connector, IGuestObserver observer, ObservationStore observations, IObservationGate gate, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    private readonly MonitoredConnection _connection = new(connector, time);
    private readonly Dictionary<Guid, long> _attempts = [];

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Steps until told to stop, with a pause whenever no guest is due.</summary>
    /// <param name="step">One step; false when none is due.</param>
    /// <param name="stoppingToken">Ends it; a call that hangs is left behind.</param>
    public async Task FollowAsync(Func<CancellationToken, Task<bool>> step, CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await step(stoppingToken).ConfigureAwait(false))
                    await Task.Delay(IdleWait, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Measures the guest whose turn it is.</summary>
    /// <param name="guests">The guests of the node.</param>
    /// <param name="uri">The node's libvirt daemon.</param>
    /// <param name="options">How guests are observed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when none is due.</returns>
    public async Task<bool> StepAsync(IReadOnlyList<GuestSample> guests, string uri, MonitoringOptions options, CancellationToken cancellationToken)
    {
        if (!options.ObserveGuests)
            return false;
        foreach (Guid gone in _attempts.Keys.Except(guests.Select(guest => guest.Domain.Uuid)).ToArray())
            _attempts.Remove(gone);
        if (RotationOrder.Next(guests, SinceAttempt, gate.IsOpen, options.ObservationInterval) is not { } next)
            return false;

        _attempts[next.Domain.Uuid] = time.GetTimestamp();
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
                await ObserveAsync(next.Domain, uri, options, ending.Token).ConfigureAwait(false);
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

    private TimeSpan? SinceAttempt(Guid guest) => _attempts.TryGetValue(guest, out long at) ? time.GetElapsedTime(at) : null;

    private async Task ObserveAsync(DomainIdentity guest, string uri, MonitoringOptions options, CancellationToken cancellationToken)
    {
        ILibvirtConnection connection = await _connection.OpenAsync(uri, options.CallBound, cancellationToken).ConfigureAwait(false);
        ILibvirtDomain? domain = null;
        try
        {
            domain = await _connection.RunAsync(() => connection.FindDomainByUuid(guest.Uuid), options.CallBound, cancellationToken).ConfigureAwait(false);
            if (domain is not null)
                observations.Put(await observer.ObserveAsync(connection, domain, options.ToObservationOptions(), null, cancellationToken).ConfigureAwait(false));
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
