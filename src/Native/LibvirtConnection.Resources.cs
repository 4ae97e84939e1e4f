using System.Runtime.InteropServices;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <content>What the node offers to guests: networks and storage.</content>
public sealed unsafe partial class LibvirtConnection
{
    /// <inheritdoc/>
    public bool? IsNetworkActive(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using NetworkHandle network = Libvirt.virNetworkLookupByName(_handle, name);
        return IsFound(network, LibvirtErrorCode.NoNetwork) ? NativeResult.Check(Libvirt.virNetworkIsActive(network)) == 1 : null;
    }

    /// <inheritdoc/>
    public bool HasInterface(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using InterfaceHandle found = Libvirt.virInterfaceLookupByName(_handle, name);
        return IsFound(found, LibvirtErrorCode.NoInterface);
    }

    /// <inheritdoc/>
    public bool HasVolume(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using StorageVolumeHandle volume = Libvirt.virStorageVolLookupByPath(_handle, path);
        return IsFound(volume, LibvirtErrorCode.NoStorageVolume);
    }

    /// <inheritdoc/>
    public bool HasVolume(string pool, string name)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(name);
        using StoragePoolHandle found = Libvirt.virStoragePoolLookupByName(_handle, pool);
        if (!IsFound(found, LibvirtErrorCode.NoStoragePool))
            return false;
        using StorageVolumeHandle volume = Libvirt.virStorageVolLookupByName(found, name);
        return IsFound(volume, LibvirtErrorCode.NoStorageVolume);
    }

    private static bool IsFound(SafeHandle handle, LibvirtErrorCode missing)
    {
        if (!handle.IsInvalid)
            return true;
        LibvirtException error = NativeError.Take();
        return error.Code == missing ? false : throw error;
    }
}
