using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>libvirt-network.h and libvirt-interface.h: virtual networks and the node's network interfaces.</summary>
internal static unsafe partial class Libvirt
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NetworkHandle virNetworkLookupByName(ConnectHandle conn, string name);

    [LibraryImport(Library)]
    internal static partial int virNetworkIsActive(NetworkHandle net);

    [LibraryImport(Library)]
    internal static partial int virNetworkFree(nint network);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial InterfaceHandle virInterfaceLookupByName(ConnectHandle conn, string name);

    [LibraryImport(Library)]
    internal static partial int virInterfaceFree(nint iface);
}
