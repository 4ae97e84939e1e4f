using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads a node through libvirt, and its pressure when the node is this machine.</summary>
/// <remarks>
/// The host name is asked once on each connection, one call at a time: libvirtd may ask DNS for it, and wait long where no
/// server answers. A name that is known stays until another came.
/// </remarks>
internal sealed class NodeReader(MonitoredConnection connection, IFileReader files, TimeProvider time)
{
    private readonly PressureReader _pressure = new(files);
    private string? _uri, _hostName;
    private ILibvirtConnection? _asked;
    private Task<string>? _asking;

    /// <summary>Reads once; what the driver does not support is null.</summary>
    /// <exception cref="NodeUnavailableException">There is no connection to the daemon.</exception>
    /// <exception cref="LibvirtException">The connection broke.</exception>
    /// <exception cref="TimeoutException">The daemon hangs.</exception>
    public async Task<NodeReadings> ReadAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        string hostName = await HostNameAsync(options, cancellationToken).ConfigureAwait(false);
        NodeReadings readings = await connection.CallAsync(
            c => new NodeReadings
            {
                HostName = hostName,
                At = time.GetUtcNow(),
                Info = OrNull(c.GetNodeInfo),
                CpuTimes = OrNull(c.GetNodeCpuTimes),
                Memory = OrNull(c.GetNodeMemory),
            },
            options, cancellationToken).ConfigureAwait(false);
        return LocalNode.IsLocal(options.ConnectionUri) ? readings with { Pressure = _pressure.Read() } : readings;
    }

    private async Task<string> HostNameAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        ILibvirtConnection current = await connection.OpenAsync(options.ConnectionUri, options.CallBound, cancellationToken).ConfigureAwait(false);
        if (_uri != options.ConnectionUri)
            (_uri, _hostName, _asking) = (options.ConnectionUri, null, null);
        if (_asking is null || (_asking.IsCompleted && _asked != current))
            (_asking, _asked) = (Ask(current), current);
        if (_hostName is { } known && !_asking.IsCompletedSuccessfully)
            return known;
        try
        {
            _hostName = await _asking.WaitAsync(options.EffectiveSampleBound, time, cancellationToken).ConfigureAwait(false);
            return _hostName;
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException("libvirt has not told the host name yet", exception);
        }
        catch (LibvirtException exception)
        {
            _asking = null;
            if (MonitoredConnection.Breaks(exception.Code))
                connection.Abandon(current);
            throw;
        }
    }

    private Task<string> Ask(ILibvirtConnection current)
    {
        Task<string> asking = BoundedCall.RunAsync(current.GetHostName, Timeout.InfiniteTimeSpan, time, CancellationToken.None);
        _ = asking.ContinueWith(static asked => asked.Exception, TaskScheduler.Default);
        return asking;
    }

    private static T? OrNull<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (LibvirtException exception) when (!MonitoredConnection.Breaks(exception.Code))
        {
            return null;
        }
    }
}
