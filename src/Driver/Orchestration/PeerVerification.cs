namespace ShadowMig.Driver.Orchestration;

/// <summary>Finds in a libvirt URI what tells libvirt not to check whom it reaches (https://libvirt.org/uri.html). Pure.</summary>
/// <remarks>A value that libvirt would not understand is taken for the worse.</remarks>
public static class PeerVerification
{
    /// <summary>Why a URI is not to be used; null when it leaves the check on, as every URI does by itself.</summary>
    public static string? Objection(string uri) => LibvirtUri.Parameters(uri).FirstOrDefault(TurnsOff) is { Name: not null } found
        ? $"'{found.Name}={found.Value}' must be left out: with it libvirt takes anybody for this node; give both ends certificates (docs/security.md) or known ssh keys"
        : null;

    private static bool TurnsOff((string Name, string Value) parameter) =>
        (parameter.Name.Equals("no_verify", StringComparison.OrdinalIgnoreCase) && parameter.Value != "0")
        || (parameter.Name.Equals("known_hosts_verify", StringComparison.OrdinalIgnoreCase) && parameter.Value.Equals("ignore", StringComparison.OrdinalIgnoreCase));
}
