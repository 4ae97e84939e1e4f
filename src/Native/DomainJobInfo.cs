namespace ShadowMig.Native;

/// <summary>A job in fixed fields (virDomainJobInfo), bytes and times.</summary>
public sealed record DomainJobInfo(
    DomainJobType Type, TimeSpan Elapsed, TimeSpan Remaining,
    ulong DataTotalBytes, ulong DataProcessedBytes, ulong DataRemainingBytes,
    ulong MemoryTotalBytes, ulong MemoryProcessedBytes, ulong MemoryRemainingBytes);
