using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>libvirt-domain.h: domains, their life and their statistics.</summary>
internal static unsafe partial class Libvirt
{
    internal const int VIR_DOMAIN_PAUSED_MIGRATION = 2;
    internal const int VIR_DOMAIN_PAUSED_POSTCOPY = 12;
    internal const int VIR_DOMAIN_PAUSED_POSTCOPY_FAILED = 13;
    internal const int VIR_DOMAIN_RUNNING_MIGRATED = 2;
    internal const int VIR_DOMAIN_RUNNING_POSTCOPY = 10;
    internal const int VIR_DOMAIN_RUNNING_POSTCOPY_FAILED = 11;

    internal const uint VIR_DOMAIN_START_PAUSED = 1;

    internal const uint VIR_DOMAIN_UNDEFINE_MANAGED_SAVE = 1;
    internal const uint VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA = 2;
    internal const uint VIR_DOMAIN_UNDEFINE_KEEP_NVRAM = 8;
    internal const uint VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA = 16;
    internal const uint VIR_DOMAIN_UNDEFINE_KEEP_TPM = 64;

    internal const uint VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT = 1u << 29;

    internal const int VIR_DOMAIN_MEMORY_STAT_SWAP_IN = 0;
    internal const int VIR_DOMAIN_MEMORY_STAT_SWAP_OUT = 1;
    internal const int VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT = 2;
    internal const int VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT = 3;
    internal const int VIR_DOMAIN_MEMORY_STAT_UNUSED = 4;
    internal const int VIR_DOMAIN_MEMORY_STAT_AVAILABLE = 5;
    internal const int VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON = 6;
    internal const int VIR_DOMAIN_MEMORY_STAT_RSS = 7;
    internal const int VIR_DOMAIN_MEMORY_STAT_USABLE = 8;
    internal const int VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE = 9;

    internal const uint VIR_MEMORY_PHYSICAL = 2;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* virConnectGetDomainCapabilities(
        ConnectHandle conn, string? emulatorbin, string? arch, string? machine, string? virttype, uint flags);

    [LibraryImport(Library)]
    internal static partial int virConnectListAllDomains(ConnectHandle conn, out nint* domains, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle virDomainLookupByName(ConnectHandle conn, string name);

    [LibraryImport(Library)]
    internal static partial DomainHandle virDomainLookupByUUID(ConnectHandle conn, byte* uuid);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle virDomainDefineXML(ConnectHandle conn, string xml);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle virDomainCreateXML(ConnectHandle conn, string xmlDesc, uint flags);

    [LibraryImport(Library)]
    internal static partial int virConnectGetAllDomainStats(ConnectHandle conn, uint stats, out virDomainStatsRecord** retStats, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainListGetStats(nint* doms, uint stats, out virDomainStatsRecord** retStats, uint flags);

    [LibraryImport(Library)]
    internal static partial void virDomainStatsRecordListFree(virDomainStatsRecord** stats);

    [LibraryImport(Library)]
    internal static partial int virDomainFree(nint domain);

    [LibraryImport(Library)]
    internal static partial byte* virDomainGetName(nint domain);

    [LibraryImport(Library)]
    internal static partial int virDomainGetUUID(nint domain, byte* uuid);

    [LibraryImport(Library)]
    internal static partial byte* virDomainGetXMLDesc(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainGetInfo(DomainHandle domain, out virDomainInfo info);

    [LibraryImport(Library)]
    internal static partial int virDomainGetState(DomainHandle domain, out int state, out int reason, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainIsPersistent(DomainHandle dom);

    [LibraryImport(Library)]
    internal static partial int virDomainIsActive(DomainHandle dom);

    [LibraryImport(Library)]
    internal static partial int virDomainGetAutostart(DomainHandle domain, out int autostart);

    [LibraryImport(Library)]
    internal static partial int virDomainSetAutostart(DomainHandle domain, int autostart);

    [LibraryImport(Library)]
    internal static partial int virDomainMemoryStats(DomainHandle dom, virDomainMemoryStatStruct* stats, uint nr_stats, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMemoryPeek(DomainHandle dom, ulong start, nuint size, void* buffer, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainStartDirtyRateCalc(DomainHandle domain, int seconds, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainSuspend(DomainHandle domain);

    [LibraryImport(Library)]
    internal static partial int virDomainResume(DomainHandle domain);

    [LibraryImport(Library)]
    internal static partial int virDomainCreateWithFlags(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainDestroy(DomainHandle domain);

    [LibraryImport(Library)]
    internal static partial int virDomainUndefineFlags(DomainHandle domain, uint flags);
}
