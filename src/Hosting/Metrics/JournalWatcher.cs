namespace ShadowMig.Hosting.Metrics;

/// <summary>Reads the journal every second, off the path of the scrape.</summary>
internal sealed partial class JournalWatcher(JournalFollower follower, TimeProvider time, ILogger<JournalWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile JournalReading _latest = JournalReading.Empty;
    private bool _failing;

    /// <summary>What the journal showed last.</summary>
    public JournalReading Latest => _latest;

    /// <summary>Reads once.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            _latest = await follower.ReadAsync(cancellationToken);
            if (_failing)
                LogReadable(logger);
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
                LogUnreadable(logger, e.Message);
            _failing = true;
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        await Task.Yield();
        do
        {
            await TickAsync(stoppingToken);
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
