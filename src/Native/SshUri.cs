namespace ShadowMig.Native;

/// <summary>URIs that libvirt opens by running ssh (https://libvirt.org/uri.html).</summary>
internal static class SshUri
{
    /// <summary>The same URI with <c>no_tty=1</c>, so that ssh fails where it would ask at the terminal; others as they are.</summary>
    /// <remarks>libvirt runs ssh with <c>BatchMode</c> then; a URI that says something about it is left as it is.</remarks>
    public static string AskingNobody(string uri)
    {
        int end = uri.IndexOf('#', StringComparison.Ordinal);
        string body = end < 0 ? uri : uri[..end];
        int query = body.IndexOf('?', StringComparison.Ordinal);
        string address = query < 0 ? body : body[..query];
        if (!address.Split("://")[0].EndsWith("+ssh", StringComparison.OrdinalIgnoreCase)
            || (query >= 0 && body[query..].Contains("no_tty=", StringComparison.OrdinalIgnoreCase)))
            return uri;
        return $"{body}{(query < 0 ? '?' : '&')}no_tty=1{uri[body.Length..]}";
    }
}
