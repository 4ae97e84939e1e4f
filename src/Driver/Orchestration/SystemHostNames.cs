using System.Net;
using System.Net.Sockets;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Asks the system's resolver: /etc/hosts, DNS and what else it is set up for.</summary>
internal sealed class SystemHostNames : IHostNames
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
