using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A reference to a virStoragePoolPtr.</summary>
internal sealed class StoragePoolHandle : SafeHandle
{
    public StoragePoolHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeError.Keep();
        return Libvirt.virStoragePoolFree(handle) >= 0;
    }
}
