namespace ShadowMig.Driver.Orchestration;

/// <summary>Says why a node could not be opened and, where ssh turned it down, what to do. Pure.</summary>
public static class ConnectionFailure
{
    /// <summary>What to tell of an attempt on a URI that failed.</summary>
    /// <param name="uri">The node's libvirt URI.</param>
    /// <param name="message">What libvirt said; of ssh it hands on all that ssh printed.</param>
    public static string Describe(string uri, string message)
    {
        if (!LibvirtUri.IsSsh(uri))
            return message;
        string host = LibvirtUri.Host(uri)!;
        if (message.Contains("IDENTIFICATION HAS CHANGED", StringComparison.Ordinal))
        {
            return $"it shows another ssh key{Fingerprint(message)} than the one that is known of it: it was set up anew, or somebody is in between; "
                + $"compare with 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' at its console, then 'ssh-keygen -R {host}' and let known_hosts have the right key";
        }
        if (message.Contains("Host key verification failed", StringComparison.Ordinal))
            return $"its ssh key is not known here: put it into known_hosts (docs/security.md), for the user who runs this; 'ssh {host}' shows it";
        return message.Contains("Permission denied", StringComparison.Ordinal)
            ? $"ssh is not let in ({message}); nobody is asked for a password here: give a key without a passphrase ('keyfile=' in the URI, or ssh-agent) that its authorized_keys has"
            : message;
    }

    // ssh prints a line of its own with it.
    private static string Fingerprint(string message) =>
        message.Split('\n').FirstOrDefault(l => l.StartsWith("SHA256:", StringComparison.Ordinal)) is { } line ? $" ({line.TrimEnd('.', '\r')})" : "";
}
