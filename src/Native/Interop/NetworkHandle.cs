using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A reference to a virNetworkPtr.</summary>
internal sealed class NetworkHandle : SafeHandle
{
    public NetworkHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeError.Keep();
        return Libvirt.virNetworkFree(handle) >= 0;
    }
}
