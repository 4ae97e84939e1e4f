using System.Xml.Linq;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>What a node says of itself.</summary>
internal sealed record NodeFacts(
    string HostName, string HostUuid, Version Libvirt, Version? Qemu, bool HasKvm, string? CpuXml, ByteCount? TotalMemory)
{
    /// <summary>Asks a node; blocks.</summary>
    public static NodeFacts Read(ILibvirtConnection connection)
    {
        XElement? capabilities = XDocument.Parse(connection.GetCapabilities()).Root;
        XElement? host = capabilities?.Element("host");
        LibvirtVersions versions = connection.GetVersions();
        return new(
            connection.GetHostName(),
            host?.Element("uuid")?.Value ?? "",
            versions.Daemon,
            versions.Hypervisor,
            capabilities?.Descendants("domain").Any(d => (string?)d.Attribute("type") == "kvm") ?? false,
            host?.Element("cpu")?.ToString(),
            ByteCount.From(connection.GetNodeMemory().TotalBytes));
    }
}
