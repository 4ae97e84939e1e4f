using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads a node through libvirt, and its pressure when the node is this machine.</summary>
internal sealed class NodeReader(MonitoredConnection connection, IFileReader files, TimeProvider time)
{
    private readonly PressureReader _pressure = new(files);

    /// <summary>Reads once; what the driver does not support is null.</summary>
    /// <exception cref="NodeUnavailableException">There is no connection to the daemon.</exception>
    /// <exception cref="LibvirtException">The connection broke.</exception>
    /// <exception cref="TimeoutException">The daemon hangs.</exception>
    public async Task<NodeReadings> ReadAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        NodeReadings readings = await connection.CallAsync(
            c => new NodeReadings
            {
                HostName = c.GetHostName(),
                At = time.GetUtcNow(),
                Info = OrNull(c.GetNodeInfo),
                CpuTimes = OrNull(c.GetNodeCpuTimes),
                Memory = OrNull(c.GetNodeMemory),
            },
            options, cancellationToken).ConfigureAwait(false);
        return LocalNode.IsLocal(options.ConnectionUri) ? readings with { Pressure = _pressure.Read() } : readings;
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
