using System.Xml.Linq;

namespace ShadowMig.Driver.Model;

/// <summary>Finds the devices of a domain's XML that may be tied to the node. Pure.</summary>
internal static class DomainDeviceParser
{
    /// <summary>Host devices, their network kin, shared file systems, shared memory, encrypted memory.</summary>
    public static IReadOnlyList<DomainDevice> Parse(XElement domain)
    {
        XElement? devices = domain.Element("devices");
        return
        [
            .. (devices?.Elements("hostdev") ?? []).Select(HostDevice),
            .. (devices?.Elements("interface") ?? []).Where(i => (string?)i.Attribute("type") is "hostdev" or "vdpa").Select(Interface),
            .. (devices?.Elements("filesystem") ?? []).Select(FileSystem),
            .. (devices?.Elements("shmem") ?? []).Select(SharedMemory),
            .. domain.Elements("launchSecurity").Select(l => new DomainDevice(
                "launchSecurity", (string?)l.Attribute("type") ?? "?", "encrypted guest memory", IsMovable: false)),
        ];
    }

    // USB devices are let through by libvirt (the guest sees them unplugged); a PCI device only with a migratable variant driver.
    private static DomainDevice HostDevice(XElement device)
    {
        string type = (string?)device.Attribute("type") ?? "?";
        string? model = (string?)device.Element("driver")?.Attribute("model");
        return new("hostdev", type, $"host device of type {type}", IsFailover(device) || type == "usb" || model is not (null or "vfio-pci"));
    }

    private static DomainDevice Interface(XElement device)
    {
        string type = (string?)device.Attribute("type") ?? "?";
        return new("interface", type, $"network interface of type {type}", IsFailover(device));
    }

    private static DomainDevice FileSystem(XElement device)
    {
        string type = (string?)device.Element("driver")?.Attribute("type") == "virtiofs" ? "virtiofs" : "9p";
        return new("filesystem", type, $"{type} file system '{(string?)device.Element("target")?.Attribute("dir")}'", IsMovable: false);
    }

    private static DomainDevice SharedMemory(XElement device) => new(
        "shmem", (string?)device.Element("model")?.Attribute("type") ?? "?", $"shared memory '{(string?)device.Attribute("name")}'",
        (string?)device.Attribute("role") == "master");

    private static bool IsFailover(XElement device) => (string?)device.Element("teaming")?.Attribute("type") == "transient";
}
