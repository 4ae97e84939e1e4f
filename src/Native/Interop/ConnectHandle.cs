using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A reference to a virConnectPtr; closed when the last call that uses it has returned.</summary>
internal sealed class ConnectHandle : SafeHandle
{
    public ConnectHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        // A number above zero means that domains or callbacks still hold the connection.
        NativeError.Keep();
        return Libvirt.virConnectClose(handle) >= 0;
    }
}
