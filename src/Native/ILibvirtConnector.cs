namespace ShadowMig.Native;

/// <summary>Opens connections; the place where tests put libvirt aside.</summary>
public interface ILibvirtConnector
{
    /// <summary>Opens a connection without asking for credentials.</summary>
    /// <param name="uri">A libvirt URI; for example qemu:///system.</param>
    /// <param name="readOnly">Refuse calls that change anything.</param>
    /// <exception cref="LibvirtException">The daemon is out of reach or refused.</exception>
    ILibvirtConnection Open(string uri, bool readOnly = false);
}
