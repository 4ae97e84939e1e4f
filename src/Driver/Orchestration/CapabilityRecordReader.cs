using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Asks one node what its libvirt and QEMU can do.</summary>
public static class CapabilityRecordReader
{
    /// <summary>Asks; blocks until the node answers.</summary>
    /// <exception cref="LibvirtException">The node refused.</exception>
    /// <exception cref="FormatException">Its capabilities XML cannot be read.</exception>
    public static (CapabilityRecord Record, HostCapabilities Capabilities) Read(ILibvirtConnection connection)
    {
        LibvirtVersions versions = connection.GetVersions();
        HostCapabilities capabilities = HostCapabilities.Parse(connection.GetCapabilities());
        return (
            new()
            {
                HostName = connection.GetHostName(),
                HostUuid = capabilities.HostUuid,
                Libvirt = versions.Daemon,
                Qemu = versions.Hypervisor,
            },
            capabilities);
    }
}
