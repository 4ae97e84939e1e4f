using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>libvirt-domain.h: migration and jobs.</summary>
internal static unsafe partial class Libvirt
{
    internal const string VIR_MIGRATE_PARAM_URI = "migrate_uri";
    internal const string VIR_MIGRATE_PARAM_LISTEN_ADDRESS = "listen_address";
    internal const string VIR_MIGRATE_PARAM_DEST_XML = "destination_xml";
    internal const string VIR_MIGRATE_PARAM_PERSIST_XML = "persistent_xml";
    internal const string VIR_MIGRATE_PARAM_BANDWIDTH = "bandwidth";
    internal const string VIR_MIGRATE_PARAM_BANDWIDTH_POSTCOPY = "bandwidth.postcopy";
    internal const string VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER = "bandwidth.avail.switchover";
    internal const string VIR_MIGRATE_PARAM_COMPRESSION = "compression";
    internal const string VIR_MIGRATE_PARAM_COMPRESSION_XBZRLE_CACHE = "compression.xbzrle.cache";
    internal const string VIR_MIGRATE_PARAM_AUTO_CONVERGE_INITIAL = "auto_converge.initial";
    internal const string VIR_MIGRATE_PARAM_AUTO_CONVERGE_INCREMENT = "auto_converge.increment";
    internal const string VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS = "parallel.connections";
    internal const string VIR_MIGRATE_PARAM_TLS_DESTINATION = "tls.destination";
    internal const string VIR_MIGRATE_PARAM_MIGRATE_DISKS = "migrate_disks";

    internal const uint VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY = 1;
    internal const uint VIR_DOMAIN_ABORT_JOB_POSTCOPY = 1;
    internal const uint VIR_DOMAIN_JOB_STATS_COMPLETED = 1;
    internal const uint VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED = 2;

    internal const string VIR_DOMAIN_JOB_OPERATION = "operation";
    internal const string VIR_DOMAIN_JOB_TIME_ELAPSED = "time_elapsed";
    internal const string VIR_DOMAIN_JOB_DOWNTIME = "downtime";
    internal const string VIR_DOMAIN_JOB_SETUP_TIME = "setup_time";
    internal const string VIR_DOMAIN_JOB_DATA_TOTAL = "data_total";
    internal const string VIR_DOMAIN_JOB_DATA_PROCESSED = "data_processed";
    internal const string VIR_DOMAIN_JOB_DATA_REMAINING = "data_remaining";
    internal const string VIR_DOMAIN_JOB_MEMORY_TOTAL = "memory_total";
    internal const string VIR_DOMAIN_JOB_MEMORY_PROCESSED = "memory_processed";
    internal const string VIR_DOMAIN_JOB_MEMORY_REMAINING = "memory_remaining";
    internal const string VIR_DOMAIN_JOB_MEMORY_BPS = "memory_bps";
    internal const string VIR_DOMAIN_JOB_MEMORY_CONSTANT = "memory_constant";
    internal const string VIR_DOMAIN_JOB_MEMORY_NORMAL = "memory_normal";
    internal const string VIR_DOMAIN_JOB_MEMORY_NORMAL_BYTES = "memory_normal_bytes";
    internal const string VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE = "memory_dirty_rate";
    internal const string VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE = "memory_page_size";
    internal const string VIR_DOMAIN_JOB_MEMORY_ITERATION = "memory_iteration";
    internal const string VIR_DOMAIN_JOB_MEMORY_POSTCOPY_REQS = "memory_postcopy_requests";
    internal const string VIR_DOMAIN_JOB_COMPRESSION_CACHE = "compression_cache";
    internal const string VIR_DOMAIN_JOB_COMPRESSION_BYTES = "compression_bytes";
    internal const string VIR_DOMAIN_JOB_COMPRESSION_PAGES = "compression_pages";
    internal const string VIR_DOMAIN_JOB_COMPRESSION_CACHE_MISSES = "compression_cache_misses";
    internal const string VIR_DOMAIN_JOB_COMPRESSION_OVERFLOW = "compression_overflow";
    internal const string VIR_DOMAIN_JOB_AUTO_CONVERGE_THROTTLE = "auto_converge_throttle";
    internal const string VIR_DOMAIN_JOB_ERRMSG = "errmsg";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int virDomainMigrateToURI3(
        DomainHandle domain, string? dconnuri, virTypedParameter* @params, uint nparams, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateGetMaxDowntime(DomainHandle domain, out ulong downtime, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateSetMaxDowntime(DomainHandle domain, ulong downtime, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateGetMaxSpeed(DomainHandle domain, out nuint bandwidth, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateSetMaxSpeed(DomainHandle domain, nuint bandwidth, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateGetCompressionCache(DomainHandle domain, out ulong cacheSize, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateSetCompressionCache(DomainHandle domain, ulong cacheSize, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainMigrateStartPostCopy(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainAbortJob(DomainHandle domain);

    [LibraryImport(Library)]
    internal static partial int virDomainAbortJobFlags(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    internal static partial int virDomainGetJobInfo(DomainHandle domain, out virDomainJobInfo info);

    [LibraryImport(Library)]
    internal static partial int virDomainGetJobStats(
        DomainHandle domain, out int type, out virTypedParameter* @params, out int nparams, uint flags);
}
