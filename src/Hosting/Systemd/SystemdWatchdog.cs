using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Http;

namespace ShadowMig.Hosting.Systemd;

/// <summary>Feeds systemd's watchdog while libvirt answers the sampler, and only then: a service that hangs is started again.</summary>
/// <param name="period">From one look to the next; null when systemd does not watch.</param>
/// <param name="notifier">Reaches systemd.</param>
/// <param name="snapshots">What the sampler saw.</param>
/// <param name="time">The clock.</param>
internal sealed class SystemdWatchdog(TimeSpan? period, SystemdNotifier notifier, ISnapshotSource snapshots, TimeProvider time) : BackgroundService
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly PeriodicTimer? _timer = period is { } pause ? new(pause, time) : null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_timer is not null && await _timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }

    private void Look()
    {
        HealthAnswer answer = HealthRules.Ready(snapshots.Latest, _startedAt, time.GetUtcNow());
        if (answer.Ok)
            notifier.Alive("Watching");
        else
            notifier.Ailing(answer.Message);
    }
}
