using ShadowMig.Native;

namespace ShadowMig.Driver.Libvirt;

/// <summary>Connections that end when the daemon, its machine or the network between is gone, instead of waiting for ever.</summary>
/// <remarks>
/// virConnectSetKeepAlive: a message every 5 s; five without an answer break the connection, and every call on it with an error. The
/// daemon answers while its calls hang, so those of a hung guest are not broken.
/// </remarks>
public static class KeptAliveConnection
{
    private const int Count = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Opens one; blocks.</summary>
    /// <exception cref="LibvirtException">The daemon is out of reach.</exception>
    public static ILibvirtConnection Open(ILibvirtConnector connector, string uri)
    {
        ILibvirtConnection connection = connector.Open(uri);
        try
        {
            connection.SetKeepAlive(Interval, Count);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
