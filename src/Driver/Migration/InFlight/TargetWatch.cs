using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Asks the target's daemon every second, on a connection of its own, whether it is still there.</summary>
internal sealed class TargetWatch : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly string _uri;
    private readonly MigrationOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly MonitoredConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _answeredAt;

    /// <summary>Begins to watch; that the target has just answered is taken for granted.</summary>
    public TargetWatch(ILibvirtConnector connector, string uri, MigrationOptions options, TimeProvider timeProvider)
    {
        (_uri, _options, _timeProvider) = (uri, options, timeProvider);
        _connection = new(connector, timeProvider);
        _answeredAt = timeProvider.GetTimestamp();
        _watching = WatchAsync();
    }

    /// <summary>Time since it last answered.</summary>
    public TimeSpan Silence => _timeProvider.GetElapsedTime(Interlocked.Read(ref _answeredAt));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _connection.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Period, _timeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stop.IsCancellationRequested && await AnswersAsync())
                Interlocked.Exchange(ref _answeredAt, _timeProvider.GetTimestamp());
        }
    }

    private async Task<bool> AnswersAsync()
    {
        ILibvirtConnection? connection = null;
        try
        {
            connection = await _connection.OpenAsync(_uri, _options.ConnectBound, _stop.Token);
            await _connection.RunAsync(connection.GetHostName, _options.CallBound, _stop.Token);
            return true;
        }
        catch (Exception e) when (e is NodeUnavailableException or LibvirtException or TimeoutException or OperationCanceledException)
        {
            if (connection is not null)
                _connection.Abandon(connection);
            return false;
        }
    }
}
