using System.Globalization;
using System.Xml.Linq;

namespace ShadowMig.Driver.Model;

/// <summary>A domain's metadata → <see cref="GuestPolicy"/>. What cannot be understood is named, never thrown; a move that is not clearly allowed is forbidden. Pure.</summary>
public static class GuestPolicyParser
{
    private static readonly XName Guest = XName.Get("guest", GuestPolicy.Namespace);

    /// <summary>The policy of a domain.</summary>
    /// <param name="domain">The domain's root element.</param>
    public static GuestPolicy Parse(XElement domain)
    {
        XElement? metadata = domain.Element("metadata");
        if (metadata?.Element(Guest) is { } guest)
            return Read(guest);
        // A misspelt element of our namespace may have been meant to forbid something.
        return metadata?.Elements().FirstOrDefault(e => e.Name.NamespaceName == GuestPolicy.Namespace) is { } other
            ? new() { NeverMove = true, Problems = [$"element '{other.Name.LocalName}' is unknown: write 'guest'; the guest counts as never to be moved"] }
            : GuestPolicy.None;
    }

    private static GuestPolicy Read(XElement guest)
    {
        List<string> problems = [];
        foreach (XAttribute attribute in Own(guest.Attributes()).Where(a => a.Name.LocalName is not ("move" or "priority" or "profile")))
            problems.Add($"attribute '{attribute.Name.LocalName}' is unknown: known are move, priority, profile");
        foreach (XElement child in Own(guest).Where(e => e.Name.LocalName is not ("keep-apart" or "keep-together" or "label")))
            problems.Add($"element '{child.Name.LocalName}' is unknown: known are keep-apart, keep-together, label");
        return new()
        {
            NeverMove = NeverMove((string?)guest.Attribute("move"), problems),
            Priority = Priority((string?)guest.Attribute("priority"), problems),
            Profile = Text(guest.Attribute("profile"), "profile", problems),
            KeepApart = Groups(guest, "keep-apart", problems),
            KeepTogether = Groups(guest, "keep-together", problems),
            Labels = Labels(guest, problems),
            Problems = problems,
        };
    }

    private static bool NeverMove(string? move, List<string> problems)
    {
        if (move is not (null or "allowed" or "never"))
            problems.Add($"move='{move}' is unknown: write never or allowed; the guest counts as never to be moved");
        return move is not (null or "allowed");
    }

    private static int Priority(string? priority, List<string> problems)
    {
        if (int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return number;
        if (priority is not null)
            problems.Add($"priority='{priority}' is not a whole number; 0 is taken");
        return 0;
    }

    private static string[] Groups(XElement guest, string element, List<string> problems) =>
    [
        .. Own(guest).Where(e => e.Name.LocalName == element)
            .Select(e => Text(e.Attribute("group"), $"group of {element}", problems, required: true))
            .OfType<string>()
            .Distinct(),
    ];

    private static Dictionary<string, string> Labels(XElement guest, List<string> problems)
    {
        Dictionary<string, string> labels = new(StringComparer.OrdinalIgnoreCase);
        foreach (XElement label in Own(guest).Where(e => e.Name.LocalName == "label"))
        {
            if (Text(label.Attribute("name"), "name of label", problems, required: true) is { } name
                && !labels.TryAdd(name, (string?)label.Attribute("value") ?? ""))
                problems.Add($"label '{name}' is set twice; the first holds");
        }

        return labels;
    }

    private static string? Text(XAttribute? attribute, string what, List<string> problems, bool required = false)
    {
        string? text = attribute?.Value.Trim();
        if (text is null ? required : text.Length == 0)
            problems.Add($"the {what} is missing");
        return text is { Length: > 0 } ? text : null;
    }

    // 'virsh metadata' puts the namespace on every element; what is written by hand often has it on the outer one alone.
    private static IEnumerable<XElement> Own(XElement guest) => guest.Elements().Where(e => IsOwn(e.Name));

    private static IEnumerable<XAttribute> Own(IEnumerable<XAttribute> attributes) => attributes.Where(a => !a.IsNamespaceDeclaration && IsOwn(a.Name));

    private static bool IsOwn(XName name) => name.NamespaceName is "" or GuestPolicy.Namespace;
}
