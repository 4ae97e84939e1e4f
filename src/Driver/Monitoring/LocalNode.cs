namespace ShadowMig.Driver.Monitoring;

/// <summary>Tells whether a libvirt URI speaks of this machine.</summary>
internal static class LocalNode
{
    /// <summary>Whether the URI names no host, as in qemu:///system.</summary>
    public static bool IsLocal(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length == 0;
}
