using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>Job fields to a record.</summary>
internal static class JobStatisticsReader
{
    /// <summary>Reads the fields of a job; what libvirt did not send is null.</summary>
    internal static DomainJobStatistics Read(DomainJobType type, TypedParameters fields) => new()
    {
        Type = type,
        Operation = (int?)fields.Integer(Libvirt.VIR_DOMAIN_JOB_OPERATION),
        Elapsed = NativeUnits.Milliseconds(fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_TIME_ELAPSED)),
        Downtime = NativeUnits.Milliseconds(fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_DOWNTIME)),
        SetupTime = NativeUnits.Milliseconds(fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_SETUP_TIME)),
        DataTotalBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_DATA_TOTAL),
        DataProcessedBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_DATA_PROCESSED),
        DataRemainingBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_DATA_REMAINING),
        MemoryTotalBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_TOTAL),
        MemoryProcessedBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_PROCESSED),
        MemoryRemainingBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_REMAINING),
        MemoryBytesPerSecond = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_BPS),
        ConstantPages = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_CONSTANT),
        NormalPages = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_NORMAL),
        NormalBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_NORMAL_BYTES),
        DirtyPagesPerSecond = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE),
        PageSizeBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE),
        Iteration = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_ITERATION),
        PostCopyRequests = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_MEMORY_POSTCOPY_REQS),
        CompressionCacheBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_COMPRESSION_CACHE),
        CompressionBytes = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_COMPRESSION_BYTES),
        CompressionPages = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_COMPRESSION_PAGES),
        CompressionCacheMisses = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_COMPRESSION_CACHE_MISSES),
        CompressionOverflows = fields.UnsignedInteger(Libvirt.VIR_DOMAIN_JOB_COMPRESSION_OVERFLOW),
        AutoConvergeThrottlePercent = (int?)fields.Integer(Libvirt.VIR_DOMAIN_JOB_AUTO_CONVERGE_THROTTLE),
        ErrorMessage = fields.Text(Libvirt.VIR_DOMAIN_JOB_ERRMSG),
        Fields = fields,
    };
}
