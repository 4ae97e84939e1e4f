using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Load;

/// <summary>libvirt itself; keeps the last connection, since domains of the test driver live in the connection that read them.</summary>
internal sealed class CapturingConnector : ILibvirtConnector
{
    private readonly LibvirtConnector _libvirt = new();
    private ILibvirtConnection? _last;

    public ILibvirtConnection Last => Volatile.Read(ref _last) ?? throw new InvalidOperationException("nobody connected yet");

    public ILibvirtConnection Open(string uri, bool readOnly = false)
    {
        ILibvirtConnection opened = _libvirt.Open(uri, readOnly);
        Volatile.Write(ref _last, opened);
        return opened;
    }
}
