using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A reference to a virStorageVolPtr.</summary>
internal sealed class StorageVolumeHandle : SafeHandle
{
    public StorageVolumeHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeError.Keep();
        return Libvirt.virStorageVolFree(handle) >= 0;
    }
}
