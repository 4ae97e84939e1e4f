using System.Runtime.CompilerServices;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>A connection that opens when needed, with back-off, and is left behind when a call on it hangs or it breaks.</summary>
/// <remarks>
/// A hung call keeps its thread and its place in the daemon until it ends, so the connection is never closed by the
/// caller: that happens on a thread of its own, whenever libvirt lets it. Once <see cref="MostLeftBehind"/> calls and
/// attempts to open were given up and have not come back, nothing more is begun until one does. What hangs since the
/// machine is gone comes back with the keepalive.
/// </remarks>
internal sealed class MonitoredConnection(ILibvirtConnector connector, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Each call left behind holds one of the 20 workers that libvirtd has by default (max_workers), and its own sampler
    /// and the leader's watch one daemon: so together they take about half of them, and fewer hung guests than this cost
    /// the others nothing.
    /// </summary>
    internal const int MostLeftBehind = 6;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private ILibvirtConnection? _current;
    private string? _uri;
    private StrongBox<int> _leftBehind = new();
    private (long Since, TimeSpan For) _wait;

    /// <summary>The connection, opened if there is none.</summary>
    /// <exception cref="NodeUnavailableException">The daemon is out of reach, it is too early to try again, or too much was left behind.</exception>
    public async Task<ILibvirtConnection> OpenAsync(string uri, TimeSpan bound, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } current)
            {
                if (_uri == uri)
                    return current;
                Abandon(current);
            }

            if (_uri == uri && _wait.For - time.GetElapsedTime(_wait.Since) is { Ticks: > 0 } rest)
                throw new NodeUnavailableException(FormattableString.Invariant($"no connection to {uri}; trying again in {Math.Ceiling(rest.TotalSeconds)} s"));
            // What hangs in another daemon says nothing about this one.
            if (_uri != uri)
                Volatile.Write(ref _leftBehind, new());
            _uri = uri;
            ILibvirtConnection opened = await RunAsync(() => KeptAliveConnection.Open(connector, uri), bound, cancellationToken).ConfigureAwait(false);
            _backOff.Reset();
            Volatile.Write(ref _current, opened);
            return opened;
        }
        catch (Exception exception) when (exception is LibvirtException or TimeoutException)
        {
            _wait = (time.GetTimestamp(), _backOff.Next());
            throw new NodeUnavailableException($"cannot open {uri}: {exception.Message}", exception);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Calls the node; leaves the connection behind when the call hangs or the connection broke.</summary>
    /// <param name="call">The call.</param>
    /// <param name="options">Where, and how long it may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="bound">How long it may take, where that is not what a sampling call may.</param>
    /// <exception cref="NodeUnavailableException">There is no connection, or too much was left behind.</exception>
    /// <exception cref="TimeoutException">The call did not come back within its bound.</exception>
    /// <exception cref="LibvirtException">libvirt reported an error.</exception>
    public async Task<T> CallAsync<T>(
        Func<ILibvirtConnection, T> call, MonitoringOptions options, CancellationToken cancellationToken, TimeSpan? bound = null)
    {
        ILibvirtConnection connection = await OpenAsync(options.ConnectionUri, options.CallBound, cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(() => call(connection), bound ?? options.EffectiveSampleBound, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException || (exception is LibvirtException { Code: var code } && Breaks(code)))
        {
            Abandon(connection);
            throw;
        }
    }

    /// <summary>Calls libvirt on a connection that <see cref="OpenAsync"/> gave; whether to abandon that is left to the caller.</summary>
    /// <exception cref="NodeUnavailableException">Too much was left behind.</exception>
    /// <exception cref="TimeoutException">The call did not come back within its bound.</exception>
    public async Task<T> RunAsync<T>(Func<T> call, TimeSpan bound, CancellationToken cancellationToken)
    {
        StrongBox<int> leftBehind = Volatile.Read(ref _leftBehind);
        if (Volatile.Read(ref leftBehind.Value) is >= MostLeftBehind and var calls)
            throw new NodeUnavailableException(FormattableString.Invariant($"{calls} calls to {_uri} were given up and have not come back; asking again when one does"));
        return await BoundedCall.RunAsync(call, bound, time, cancellationToken, LeaveBehind).ConfigureAwait(false);

        void LeaveBehind(Task late)
        {
            Interlocked.Increment(ref leftBehind.Value);
            _ = late.ContinueWith(_ => Interlocked.Decrement(ref leftBehind.Value), TaskScheduler.Default);
        }
    }

    /// <summary>Leaves a connection behind; the next call opens another.</summary>
    public void Abandon(ILibvirtConnection connection)
    {
        if (Interlocked.CompareExchange(ref _current, null, connection) == connection)
            CloseBehind(connection);
    }

    /// <summary>Leaves the connection behind without waiting for anything.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _current, null) is { } connection)
            CloseBehind(connection);
        _opening.Dispose();
    }

    /// <summary>Whether an error is about the connection, not about what was asked.</summary>
    internal static bool Breaks(LibvirtErrorCode code) => code
        is LibvirtErrorCode.RpcError or LibvirtErrorCode.NoConnection or LibvirtErrorCode.SystemError
        or LibvirtErrorCode.InternalError or LibvirtErrorCode.AuthenticationFailed;

    private void CloseBehind(ILibvirtConnection connection) =>
        _ = BoundedCall.RunAsync(connection.Dispose, Timeout.InfiniteTimeSpan, time, CancellationToken.None)
            .ContinueWith(static closed => closed.Exception, TaskScheduler.Default);
}
