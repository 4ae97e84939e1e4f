using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Asks the kernel which address it would use towards a host, and the hardware below the interface of that address for its speed.</summary>
internal sealed class RoutedInterfaceSpeed(IFileReader files) : IInterfaceSpeed
{
    private const int AnyPort = 9;
    private static readonly TimeSpan LookupBound = TimeSpan.FromSeconds(2);

    private readonly HardwareSpeed _hardware = new(files);

    /// <inheritdoc/>
    public BytesPerSecond? Towards(string host)
    {
        try
        {
            return Address(host) is { } address && Source(address) is { } source && Interface(source) is { } name
                ? _hardware.Of(name)
                : null;
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

    // An address may be on the loopback interface as well.
    private static string? Interface(IPAddress source) => NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(
        i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback
            && i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(source)))?.Name;
}
