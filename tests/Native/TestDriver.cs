namespace ShadowMig.Native.Tests;

/// <summary>libvirt's test driver: a node and its domains inside this process, shared by its connections.</summary>
internal static class TestDriver
{
    internal const string Uri = "test:///default";

    private static int _domains;

    internal static ILibvirtConnection Open(TimeProvider? time = null, Action<Exception>? handlerFault = null) =>
        new LibvirtConnector(time, handlerFault).Open(Uri);

    /// <summary>Starts a domain with a name that no other test has.</summary>
    internal static ILibvirtDomain StartDomain(ILibvirtConnection connection) => connection.CreateDomain(Xml(UniqueName()));

    /// <summary>Ends a domain, unless the test has.</summary>
    internal static void Destroy(ILibvirtConnection connection, Guid uuid)
    {
        using ILibvirtDomain? left = connection.FindDomainByUuid(uuid);
        left?.Destroy();
    }

    internal static string UniqueName() => $"guest-{Interlocked.Increment(ref _domains)}";

    internal static string Xml(string name) =>
        $"""
        <domain type='test'>
          <name>{name}</name>
          <memory unit='KiB'>8192</memory>
          <vcpu>2</vcpu>
          <os><type>hvm</type></os>
          <devices><memballoon model='virtio'/></devices>
        </domain>
        """;
}
