using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>libvirt-host.h and libvirt-common.h: connections and nodes.</summary>
internal static unsafe partial class Libvirt
{
    internal const uint VIR_CONNECT_RO = 1;

    internal const int VIR_NODE_CPU_STATS_ALL_CPUS = -1;
    internal const int VIR_NODE_CPU_STATS_FIELD_LENGTH = 80;
    internal const string VIR_NODE_CPU_STATS_KERNEL = "kernel";
    internal const string VIR_NODE_CPU_STATS_USER = "user";
    internal const string VIR_NODE_CPU_STATS_IDLE = "idle";
    internal const string VIR_NODE_CPU_STATS_IOWAIT = "iowait";
    internal const string VIR_NODE_CPU_STATS_INTR = "intr";

    internal const int VIR_NODE_MEMORY_STATS_ALL_CELLS = -1;
    internal const int VIR_NODE_MEMORY_STATS_FIELD_LENGTH = 80;
    internal const string VIR_NODE_MEMORY_STATS_TOTAL = "total";
    internal const string VIR_NODE_MEMORY_STATS_FREE = "free";
    internal const string VIR_NODE_MEMORY_STATS_BUFFERS = "buffers";
    internal const string VIR_NODE_MEMORY_STATS_CACHED = "cached";

    [LibraryImport(Library)]
    internal static partial int virInitialize();

    [LibraryImport(Library)]
    internal static partial int virGetVersion(out nuint libVer, byte* type, nuint* typeVer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ConnectHandle virConnectOpenAuth(string name, void* auth, uint flags);

    [LibraryImport(Library)]
    internal static partial int virConnectClose(nint conn);

    [LibraryImport(Library)]
    internal static partial int virConnectIsAlive(ConnectHandle conn);

    [LibraryImport(Library)]
    internal static partial int virConnectSetKeepAlive(ConnectHandle conn, int interval, uint count);

    [LibraryImport(Library)]
    internal static partial int virConnectRegisterCloseCallback(
        ConnectHandle conn, delegate* unmanaged[Cdecl]<nint, int, nint, void> cb, nint opaque, void* freecb);

    [LibraryImport(Library)]
    internal static partial int virConnectUnregisterCloseCallback(
        ConnectHandle conn, delegate* unmanaged[Cdecl]<nint, int, nint, void> cb);

    [LibraryImport(Library)]
    internal static partial byte* virConnectGetURI(ConnectHandle conn);

    [LibraryImport(Library)]
    internal static partial byte* virConnectGetHostname(ConnectHandle conn);

    [LibraryImport(Library)]
    internal static partial byte* virConnectGetType(ConnectHandle conn);

    [LibraryImport(Library)]
    internal static partial int virConnectGetVersion(ConnectHandle conn, out nuint hvVer);

    [LibraryImport(Library)]
    internal static partial int virConnectGetLibVersion(ConnectHandle conn, out nuint libVer);

    [LibraryImport(Library)]
    internal static partial byte* virConnectGetCapabilities(ConnectHandle conn);

    [LibraryImport(Library)]
    internal static partial int virNodeGetInfo(ConnectHandle conn, out virNodeInfo info);

    [LibraryImport(Library)]
    internal static partial int virNodeGetCPUStats(ConnectHandle conn, int cpuNum, virNodeCPUStats* @params, ref int nparams, uint flags);

    [LibraryImport(Library)]
    internal static partial int virNodeGetMemoryStats(ConnectHandle conn, int cellNum, virNodeMemoryStats* @params, ref int nparams, uint flags);

    [LibraryImport(Library)]
    internal static partial int virNodeGetFreePages(
        ConnectHandle conn, uint npages, uint* pages, int startCell, uint cellCount, ulong* counts, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int virConnectCompareCPU(ConnectHandle conn, string xmlDesc, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int virConnectCompareHypervisorCPU(
        ConnectHandle conn, string? emulator, string? arch, string? machine, string? virttype, string xmlCPU, uint flags);
}
