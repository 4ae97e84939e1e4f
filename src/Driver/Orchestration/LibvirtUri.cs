namespace ShadowMig.Driver.Orchestration;

/// <summary>Reads libvirt URIs (https://libvirt.org/uri.html).</summary>
public static class LibvirtUri
{
    /// <summary>Whether a URI speaks of this machine, so that its files can be looked at: no host, and no transport that needs one.</summary>
    public static bool IsLocal(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length == 0;

    /// <summary>Whether what is said over a URI's connection can be read on the way: transport <c>tcp</c>.</summary>
    public static bool IsPlain(string uri) => Uses(uri, "tcp");

    /// <summary>Whether libvirt reaches the host by running ssh: transport <c>ssh</c>.</summary>
    public static bool IsSsh(string uri) => Uses(uri, "ssh");

    /// <summary>The host that a URI names; null when it names none.</summary>
    public static string? Host(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0 ? parsed.Host.Trim('[', ']') : null;

    /// <summary>Its parameters, decoded as libvirt does; libvirt takes their names in any case.</summary>
    public static IEnumerable<(string Name, string Value)> Parameters(string uri)
    {
        string withoutFragment = uri.Split('#')[0];
        int query = withoutFragment.IndexOf('?', StringComparison.Ordinal);
        foreach (string pair in query < 0 ? [] : withoutFragment[(query + 1)..].Split('&', ';'))
        {
            string[] parts = pair.Split('=', 2);
            yield return (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }
    }

    private static bool Uses(string uri, string transport) =>
        Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Scheme.EndsWith($"+{transport}", StringComparison.Ordinal);
}
