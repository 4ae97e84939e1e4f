using ShadowMig.Native.Events;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <summary>Opens connections through libvirt's client library and runs its event loop.</summary>
/// <param name="timeProvider">Stamps events; null means the system's clock.</param>
/// <param name="handlerFault">Told of an exception that an event's handler threw; without it they are dropped.</param>
public sealed class LibvirtConnector(TimeProvider? timeProvider = null, Action<Exception>? handlerFault = null) : ILibvirtConnector
{
    /// <inheritdoc/>
    /// <remarks>
    /// Blocks as long as the operating system and the peer let it: minutes for a host that swallows packets.
    /// Passes no credential callbacks and lets ssh ask at no terminal, so nothing can prompt; else ssh follows its own configuration.
    /// </remarks>
    /// <exception cref="DllNotFoundException">libvirt.so.0 is not installed.</exception>
    public unsafe ILibvirtConnection Open(string uri, bool readOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        EventLoop.EnsureStarted();
        ConnectHandle handle = NativeResult.Check(
            Libvirt.virConnectOpenAuth(SshUri.AskingNobody(uri), null, readOnly ? Libvirt.VIR_CONNECT_RO : 0));
        try
        {
            return new LibvirtConnection(handle, readOnly, timeProvider ?? TimeProvider.System, handlerFault);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
