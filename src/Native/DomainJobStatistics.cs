namespace ShadowMig.Native;

/// <summary>A job with all of its fields (virDomainGetJobStats); null where libvirt or QEMU does not tell.</summary>
/// <remarks>Field names: https://libvirt.org/html/libvirt-libvirt-domain.html, VIR_DOMAIN_JOB_*.</remarks>
public sealed record DomainJobStatistics
{
    /// <summary>Kind of progress.</summary>
    public required DomainJobType Type { get; init; }

    /// <summary>virDomainJobOperation; 5 is an outgoing migration.</summary>
    public int? Operation { get; init; }

    /// <summary>Time since the start.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Downtime: an estimate while the job runs, the measured one once completed.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>Time that the set-up took.</summary>
    public TimeSpan? SetupTime { get; init; }

    /// <summary>All data, bytes.</summary>
    public ulong? DataTotalBytes { get; init; }

    /// <summary>Data sent, bytes.</summary>
    public ulong? DataProcessedBytes { get; init; }

    /// <summary>Data left, bytes.</summary>
    public ulong? DataRemainingBytes { get; init; }

    /// <summary>All memory, bytes.</summary>
    public ulong? MemoryTotalBytes { get; init; }

    /// <summary>Memory sent, bytes on the wire.</summary>
    public ulong? MemoryProcessedBytes { get; init; }

    /// <summary>Memory left at the last synchronization less what was sent since, bytes.</summary>
    public ulong? MemoryRemainingBytes { get; init; }

    /// <summary>Rate of the last moments, bytes/s.</summary>
    public ulong? MemoryBytesPerSecond { get; init; }

    /// <summary>Pages that held one value, count.</summary>
    public ulong? ConstantPages { get; init; }

    /// <summary>Pages sent whole, count.</summary>
    public ulong? NormalPages { get; init; }

    /// <summary>Bytes of pages sent whole.</summary>
    public ulong? NormalBytes { get; init; }

    /// <summary>Dirtied pages a second since the last synchronization.</summary>
    public ulong? DirtyPagesPerSecond { get; init; }

    /// <summary>Bytes a page.</summary>
    public ulong? PageSizeBytes { get; init; }

    /// <summary>Rounds: bitmap synchronizations so far.</summary>
    public ulong? Iteration { get; init; }

    /// <summary>Page requests of post-copy, count.</summary>
    public ulong? PostCopyRequests { get; init; }

    /// <summary>XBZRLE cache, bytes.</summary>
    public ulong? CompressionCacheBytes { get; init; }

    /// <summary>XBZRLE bytes sent.</summary>
    public ulong? CompressionBytes { get; init; }

    /// <summary>Pages sent as XBZRLE deltas, count.</summary>
    public ulong? CompressionPages { get; init; }

    /// <summary>Pages not in the cache, count.</summary>
    public ulong? CompressionCacheMisses { get; init; }

    /// <summary>Pages whose delta was larger than the page, count.</summary>
    public ulong? CompressionOverflows { get; init; }

    /// <summary>Throttle of auto-converge, percent.</summary>
    public int? AutoConvergeThrottlePercent { get; init; }

    /// <summary>libvirt's error message of a failed job.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>All fields as libvirt named them, known to this binding or not.</summary>
    public TypedParameters Fields { get; init; } = TypedParameters.Empty;
}
