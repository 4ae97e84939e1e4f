namespace ShadowMig.Driver.Libvirt;

/// <summary>Runs a blocking call into libvirt without ever waiting longer than a bound.</summary>
/// <remarks>
/// libvirt offers no time-out of its own, so a call that overruns is left behind on its thread: a background thread,
/// which neither holds up the pool nor the end of the process.
/// </remarks>
public static class BoundedCall
{
    /// <summary>Runs <paramref name="call"/> on a thread of its own.</summary>
    /// <param name="call">The blocking call; when it returns too late, what it returned is disposed.</param>
    /// <param name="bound">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> waits until it returns.</param>
    /// <param name="timeProvider">Measures the bound.</param>
    /// <param name="cancellationToken">Ends the wait, not the call.</param>
    /// <param name="leftBehind">Told of a call that is no longer waited for; the task ends when the call does.</param>
    /// <exception cref="TimeoutException">The bound passed.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task<T> RunAsync<T>(
        Func<T> call, TimeSpan bound, TimeProvider timeProvider, CancellationToken cancellationToken, Action<Task>? leftBehind = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<T> result = Start(call);
        try
        {
            return await result.WaitAsync(bound, timeProvider, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            leftBehind?.Invoke(result);
            _ = result.ContinueWith(Discard, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (e is TimeoutException && !result.IsFaulted)
                throw new TimeoutException(FormattableString.Invariant($"libvirt did not answer within {bound.TotalSeconds:0.#} s"), e);
            throw;
        }
    }

    /// <summary>Runs a call that returns nothing; see <see cref="RunAsync{T}"/>.</summary>
    /// <exception cref="TimeoutException">The bound passed.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static Task RunAsync(Action call, TimeSpan bound, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        RunAsync<object?>(
            () =>
            {
                call();
                return null;
            },
            bound, timeProvider, cancellationToken);

    private static Task<T> Start<T>(Func<T> call)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                completion.SetResult(call());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "libvirt call",
        };
        thread.Start();
        return completion.Task;
    }

    private static void Discard<T>(Task<T> late)
    {
        // Reading the exception marks it as observed; nobody waits for it any more.
        if (late.Exception is not null || !late.IsCompletedSuccessfully)
            return;
        if (late.Result is IEnumerable<IDisposable> many)
        {
            foreach (IDisposable one in many)
                one.Dispose();
        }

        (late.Result as IDisposable)?.Dispose();
    }
}
