using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Asks the kernel which address it would use towards a host, and the interface of that address for its speed.</summary>
internal sealed class RoutedInterfaceSpeed : IInterfaceSpeed
{
    private const int AnyPort = 9;
    private static readonly TimeSpan LookupBound = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public BytesPerSecond? Towards(string host)
    {
        try
        {
            return Address(host) is { } address && Source(address) is { } source ? Speed(source) : null;
        }
        catch (Exception e) when (e is SocketException or NetworkInformationException or AggregateException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static IPAddress? Address(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
            return address;
        Task<IPAddress[]> lookup = Dns.GetHostAddressesAsync(host);
        return lookup.Wait(LookupBound) ? lookup.Result.FirstOrDefault() : null;
    }

    // Connecting a datagram socket sends nothing: it only makes the kernel choose the route.
    private static IPAddress? Source(IPAddress destination)
    {
        using Socket socket = new(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(destination, AnyPort);
        return (socket.LocalEndPoint as IPEndPoint)?.Address;
    }

    private static BytesPerSecond? Speed(IPAddress source)
    {
        NetworkInterface? found = NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(
            i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback
                && i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(source)));
        return found?.Speed is > 0 and var bits ? new(bits / 8.0) : null;
    }
}
