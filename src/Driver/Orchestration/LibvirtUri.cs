namespace ShadowMig.Driver.Orchestration;

/// <summary>Reads libvirt URIs (https://libvirt.org/uri.html).</summary>
public static class LibvirtUri
{
    /// <summary>Whether a URI speaks of this machine, so that its files can be looked at: no host, and no transport that needs one.</summary>
    public static bool IsLocal(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length == 0;

    /// <summary>The host that a URI names; null when it names none.</summary>
    public static string? Host(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0 ? parsed.Host.Trim('[', ']') : null;
}
