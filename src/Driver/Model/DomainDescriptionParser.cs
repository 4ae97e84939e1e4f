using System.Globalization;
using System.Xml.Linq;

namespace ShadowMig.Driver.Model;

/// <summary>Domain XML → <see cref="DomainDescription"/>. Pure.</summary>
public static class DomainDescriptionParser
{
    /// <summary>Reads a domain's XML, live or inactive.</summary>
    /// <exception cref="FormatException">It is no domain XML; the message says what is missing.</exception>
    public static DomainDescription Parse(string xml)
    {
        XElement root = SafeXml.Parse(xml);
        if (root.Name.LocalName != "domain")
            throw new FormatException($"libvirt's XML starts with '{root.Name.LocalName}', not with 'domain'");
        XElement? type = root.Element("os")?.Element("type");
        XElement? devices = root.Element("devices");
        XElement? hugePages = root.Element("memoryBacking")?.Element("hugepages");
        XElement? cpu = root.Element("cpu");
        ByteCount memory = Size(root.Element("memory")) ?? throw new FormatException("the domain's XML names no memory");
        return new()
        {
            Identity = new(
                root.Element("name")?.Value ?? throw new FormatException("the domain's XML has no name"),
                Guid.TryParse(root.Element("uuid")?.Value, out Guid uuid) ? uuid : Guid.Empty),
            VirtualizationType = (string?)root.Attribute("type") ?? throw new FormatException("the domain's XML has no type"),
            Architecture = (string?)type?.Attribute("arch"),
            Machine = (string?)type?.Attribute("machine"),
            Emulator = devices?.Element("emulator")?.Value,
            Memory = memory,
            CurrentMemory = Size(root.Element("currentMemory")) ?? memory,
            VirtualCpus = int.TryParse(root.Element("vcpu")?.Value, CultureInfo.InvariantCulture, out int vcpus) ? vcpus : 1,
            UsesHugePages = hugePages is not null,
            HugePageSize = SizeAttribute(hugePages?.Element("page"), "size"),
            HasDirtyRing = (string?)root.Element("features")?.Element("kvm")?.Element("dirty-ring")?.Attribute("state") == "on",
            Disks = [.. (devices?.Elements("disk") ?? []).Select(Disk)],
            NodeDevices = DomainDeviceParser.Parse(root),
            Interfaces = [.. (devices?.Elements("interface") ?? []).Select(Interface)],
            BoundNumaNodes = NumaBindingParser.Parse(root),
            SecurityModels = [.. root.Elements("seclabel").Select(l => (string?)l.Attribute("model")).OfType<string>().Distinct()],
            CpuMode = cpu is null ? null : (string?)cpu.Attribute("mode") ?? "custom",
            CpuXml = cpu?.ToString(SaveOptions.DisableFormatting),
            Policy = GuestPolicyParser.Parse(root),
        };
    }

    private static DomainDisk Disk(XElement disk)
    {
        XElement? source = disk.Element("source");
        string? where = source?.Attributes()
            .FirstOrDefault(a => a.Name.LocalName is "file" or "dev" or "dir" or "name" or "volume" or "path" or "type")?.Value;
        return new(
            (string?)disk.Element("target")?.Attribute("dev") ?? "?",
            (string?)disk.Attribute("type") ?? "file",
            (string?)disk.Attribute("device") ?? "disk",
            where,
            (string?)disk.Element("driver")?.Attribute("cache"),
            disk.Element("readonly") is not null,
            disk.Element("shareable") is not null)
        {
            Pool = (string?)source?.Attribute("pool"),
        };
    }

    private static DomainInterface Interface(XElement element)
    {
        string type = (string?)element.Attribute("type") ?? "?";
        XElement? source = element.Element("source");
        // A running guest on a virtual network over a bridge of the node shows type bridge, and both names.
        return (string?)source?.Attribute("network") is { } network ? new("network", network) : new(type, (string?)source?.Attribute(type == "direct" ? "dev" : type));
    }

    private static ByteCount? Size(XElement? element) =>
        element is null ? null : Size(element.Value, (string?)element.Attribute("unit"));

    private static ByteCount? SizeAttribute(XElement? element, string name) =>
        element?.Attribute(name) is { } attribute ? Size(attribute.Value, (string?)element.Attribute("unit")) : null;

    private static ByteCount? Size(string number, string? unit) =>
        !long.TryParse(number.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? null
            : Unit(unit) is var bytes && value <= long.MaxValue / bytes ? new(value * bytes)
            : throw new FormatException($"the domain's XML names a size of {number.Trim()} {unit}");

    // Units of libvirt's memory elements; the default is KiB.
    private static long Unit(string? unit) => unit switch
    {
        "b" or "bytes" => 1,
        null or "k" or "KiB" => 1L << 10,
        "M" or "MiB" => 1L << 20,
        "G" or "GiB" => 1L << 30,
        "T" or "TiB" => 1L << 40,
        "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "TB" => 1_000_000_000_000,
        _ => throw new FormatException($"unknown unit '{unit}' in the domain's XML"),
    };
}
