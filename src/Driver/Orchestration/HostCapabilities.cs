using System.Globalization;
using System.Xml.Linq;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>A node's capabilities XML (virConnectGetCapabilities), as far as a migration depends on it.</summary>
public sealed record HostCapabilities
{
    /// <summary>The host UUID that libvirt compares to tell nodes apart; empty when the node does not tell.</summary>
    public Guid HostUuid { get; init; }

    /// <summary>The host's CPU element as XML; null when the node does not tell.</summary>
    public string? CpuXml { get; init; }

    /// <summary>NUMA nodes of the host; empty when the node does not tell.</summary>
    public IReadOnlyList<int> NumaNodes { get; init; } = [];

    /// <summary>Security models that the node's libvirt has drivers of; empty when the node does not tell.</summary>
    public IReadOnlyList<string> SecurityModels { get; init; } = [];

    /// <summary>What the node can run.</summary>
    public IReadOnlyList<GuestSupport> Guests { get; init; } = [];

    /// <summary>Reads capabilities XML.</summary>
    /// <exception cref="FormatException">It is no such XML.</exception>
    public static HostCapabilities Parse(string xml)
    {
        XElement root = SafeXml.Parse(xml);
        XElement? host = root.Element("host");
        return new()
        {
            HostUuid = Guid.TryParse(host?.Element("uuid")?.Value, out Guid uuid) ? uuid : Guid.Empty,
            CpuXml = host?.Element("cpu")?.ToString(SaveOptions.DisableFormatting),
            NumaNodes = [.. (host?.Element("topology")?.Element("cells")?.Elements("cell") ?? []).Select(Node).OfType<int>()],
            SecurityModels = [.. (host?.Elements("secmodel") ?? []).Select(m => m.Element("model")?.Value).OfType<string>()],
            Guests = [.. root.Elements("guest").Elements("arch").SelectMany(Support)],
        };
    }

    /// <summary>Whether any virtualization type of this name runs this architecture; null architecture means any.</summary>
    public bool Runs(string virtualizationType, string? architecture) =>
        Guests.Any(g => g.VirtualizationType == virtualizationType && (architecture is null || g.Architecture == architecture));

    /// <summary>Whether a machine type, canonical or alias, is known for a virtualization type and architecture.</summary>
    public bool KnowsMachine(string virtualizationType, string? architecture, string machine) =>
        Guests.Any(g => g.VirtualizationType == virtualizationType
            && (architecture is null || g.Architecture == architecture) && g.Machines.Contains(machine));

    private static IEnumerable<GuestSupport> Support(XElement arch)
    {
        string name = (string?)arch.Attribute("name") ?? "?";
        string[] common = [.. Machines(arch)];
        return arch.Elements("domain").Select(domain => new GuestSupport(
            (string?)domain.Attribute("type") ?? "?", name, new HashSet<string>([.. common, .. Machines(domain)])));
    }

    private static int? Node(XElement cell) =>
        int.TryParse((string?)cell.Attribute("id"), NumberStyles.None, CultureInfo.InvariantCulture, out int node) ? node : null;

    // An alias names its canonical machine type in an attribute: both are known.
    private static IEnumerable<string> Machines(XElement element) => element.Elements("machine")
        .SelectMany(m => m.Attribute("canonical") is { } canonical ? (string[])[m.Value, canonical.Value] : [m.Value]);
}
