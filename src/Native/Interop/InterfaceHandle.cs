using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A reference to a virInterfacePtr.</summary>
internal sealed class InterfaceHandle : SafeHandle
{
    public InterfaceHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeError.Keep();
        return Libvirt.virInterfaceFree(handle) >= 0;
    }
}
