using System.Net;
using System.Net.Sockets;

namespace ShadowMig.Tests;

/// <summary>Ports of the loopback for servers that cannot be asked for theirs.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody listens on now.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
