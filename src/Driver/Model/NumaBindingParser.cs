using System.Globalization;
using System.Xml.Linq;

namespace ShadowMig.Driver.Model;

/// <summary>Finds the host's NUMA nodes that a domain's XML binds memory to. Pure.</summary>
/// <remarks>Element numatune of https://libvirt.org/formatdomain.html. Modes other than these two are wishes that the kernel may leave aside.</remarks>
internal static class NumaBindingParser
{
    /// <summary>The nodes, each once; empty without a binding.</summary>
    public static IReadOnlyList<int> Parse(XElement domain) =>
    [
        .. (domain.Element("numatune")?.Elements() ?? [])
            .Where(e => e.Name.LocalName is "memory" or "memnode" && (string?)e.Attribute("mode") is null or "strict" or "restrictive")
            .SelectMany(e => Nodes((string?)e.Attribute("nodeset")))
            .Distinct()
            .Order(),
    ];

    // 0-3,^1,8: ranges, and nodes taken out of them.
    private static HashSet<int> Nodes(string? nodeset)
    {
        HashSet<int> nodes = [];
        foreach (string part in (nodeset ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            IEnumerable<int> range = Range(part.TrimStart('^'));
            if (part.StartsWith('^'))
                nodes.ExceptWith(range);
            else
                nodes.UnionWith(range);
        }

        return nodes;
    }

    private static IEnumerable<int> Range(string text)
    {
        string[] ends = text.Split('-');
        return Number(ends[0]) is { } first && Number(ends[^1]) is { } last && last >= first && last - first < 1024
            ? Enumerable.Range(first, last - first + 1)
            : [];
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
