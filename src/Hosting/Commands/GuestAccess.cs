using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Opens nodes and finds guests, never waiting longer than a bound.</summary>
internal sealed class GuestAccess(ILibvirtConnector connector, TimeProvider time)
{
    private static readonly TimeSpan OpenBound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallBound = TimeSpan.FromSeconds(5);

    // A daemon just started asks every QEMU what it can do before it answers.
    private static readonly TimeSpan CapabilityBound = TimeSpan.FromSeconds(30);

    /// <summary>Opens a node.</summary>
    /// <exception cref="LibvirtException">It is out of reach.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<NodeConnection> OpenAsync(string uri, CancellationToken cancellationToken) =>
        new(await BoundedCall.RunAsync(() => KeptAliveConnection.Open(connector, uri), OpenBound, time, cancellationToken), CallBound, time);

    /// <summary>A guest by UUID or name, or null.</summary>
    /// <exception cref="LibvirtException">libvirt refused.</exception>
    /// <exception cref="TimeoutException">libvirt does not answer.</exception>
    public Task<ILibvirtDomain?> FindAsync(ILibvirtConnection connection, string domain, CancellationToken cancellationToken) => AskAsync(
        () => connection.FindDomainByName(domain) ?? (Guid.TryParse(domain, out Guid uuid) ? connection.FindDomainByUuid(uuid) : null),
        cancellationToken);

    /// <summary>What a node says of itself.</summary>
    /// <exception cref="LibvirtException">libvirt refused.</exception>
    /// <exception cref="TimeoutException">libvirt does not answer.</exception>
    public Task<NodeFacts> ReadFactsAsync(ILibvirtConnection connection, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(() => NodeFacts.Read(connection), CapabilityBound, time, cancellationToken);

    /// <summary>Memory that new guests can get on a node; null when it does not tell.</summary>
    /// <exception cref="LibvirtException">libvirt refused.</exception>
    /// <exception cref="TimeoutException">libvirt does not answer.</exception>
    public Task<ByteCount?> ReadAvailableMemoryAsync(ILibvirtConnection connection, CancellationToken cancellationToken) =>
        AvailableMemory.ReadAsync(connection, CallBound, time, cancellationToken);

    /// <summary>Resident memory of a node's active guests; none when it does not tell.</summary>
    public Task<IReadOnlyList<ByteCount?>> ReadResidentAsync(ILibvirtConnection connection, CancellationToken cancellationToken) =>
        AvailableMemory.ReadResidentAsync(connection, CallBound, time, cancellationToken);

    /// <summary>Any other quick call.</summary>
    /// <exception cref="LibvirtException">libvirt refused.</exception>
    /// <exception cref="TimeoutException">libvirt does not answer.</exception>
    public Task<T> AskAsync<T>(Func<T> call, CancellationToken cancellationToken) => BoundedCall.RunAsync(call, CallBound, time, cancellationToken);
}
