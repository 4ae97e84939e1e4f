using System.Xml.Linq;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Tests.Page;

/// <summary>Parts of a page as elements: what is not well formed cannot be read at all.</summary>
internal static class MarkupReader
{
    public static XElement Read(Html markup) => XElement.Parse($"<div>{markup}</div>");

    public static XElement Read(IEnumerable<LivePart> parts) => new("main", parts.Select(p => Read(p.Content)));

    /// <summary>Identifiers that stand on more than one element.</summary>
    public static string[] DoubleIds(this XElement root) =>
        [.. root.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key)];

    /// <summary>Identifiers that an element is said to be labelled by, and that no element has.</summary>
    public static string[] LostLabels(this XElement root)
    {
        HashSet<string> ids = [.. root.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>()];
        return [.. root.Descendants().SelectMany(e => ((string?)e.Attribute("aria-labelledby") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(id => !ids.Contains(id))];
    }
}
