using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Driver.Migration;

/// <summary>Looks once a second whether another process wants a migration cancelled, and then cancels it here.</summary>
/// <remarks>It answers until it is disposed, so that the other process sees that somebody is at work.</remarks>
internal sealed class CancelWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ICancelBook _book;
    private readonly string _id;
    private readonly TimeProvider _timeProvider;
    private readonly Action<string, string> _log;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <summary>Begins.</summary>
    /// <param name="book">Where wishes are written.</param>
    /// <param name="id">The migration.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="log">Told when the book cannot be used, with the migration and the error; the migration goes on.</param>
    /// <param name="outer">Cancels too.</param>
    public CancelWatch(ICancelBook book, string id, TimeProvider timeProvider, Action<string, string> log, CancellationToken outer)
    {
        (_book, _id, _timeProvider, _log) = (book, id, timeProvider, log);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Cancelled by a wish, or from outside.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
        _cancellation.Dispose();
    }

    private async Task WatchAsync()
    {
        bool failed = false;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (_book.Answer(_id, _timeProvider.GetUtcNow()))
                    await _cancellation.CancelAsync();
                failed = false;
            }
            catch (IOException e)
            {
                if (!failed)
                    _log(_id, e.Message);
                failed = true;
            }

            await Task.Delay(Interval, _timeProvider, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
