namespace ShadowMig.Driver.Cluster;

/// <summary>Renews what a store granted for a lease at every third of it, until it is lost; given back when this is disposed.</summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    private static readonly TimeSpan ReleaseBound = TimeSpan.FromSeconds(3);

    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private Task _renewing = Task.CompletedTask;

    public LeaseRenewal(TimeSpan lease, TimeProvider time) => (_lease, _time) = (lease, time);

    /// <summary>Gives it back; harmless when it lapsed.</summary>
    public required Func<CancellationToken, Task> Release { get; init; }

    /// <summary>Told why it could not be given back: it will lapse.</summary>
    public required Action<string> NotReleased { get; init; }

    /// <summary>Begins to renew.</summary>
    /// <param name="renew">Renews once; throws nothing.</param>
    /// <param name="isLost">Whether it is lost, for good.</param>
    public void Begin(Func<CancellationToken, Task> renew, Func<bool> isLost) => _renewing = RenewAsync(renew, isLost);

    /// <summary>Asks the store within a third of the lease.</summary>
    /// <returns>Null when it answered; otherwise why it did not.</returns>
    public async Task<string?> AskAsync(Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = new(_lease / 3, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        return await TryAsync(ask, either.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        using CancellationTokenSource bound = new(ReleaseBound, _time);
        if (await TryAsync(Release, bound.Token) is { } why)
            NotReleased(why);
        _end.Dispose();
    }

    private async Task RenewAsync(Func<CancellationToken, Task> renew, Func<bool> isLost)
    {
        while (!isLost())
        {
            await Task.Delay(_lease / 3, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
                return;
            if (!isLost())
                await renew(_end.Token);
        }
    }

    private static async Task<string?> TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call(cancellationToken);
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return e is IOException ? e.Message : "the store does not answer in time";
        }
    }
}
