namespace ShadowMig.Native;

/// <summary>Bulk statistics of one domain (virDomainStatsRecord); a missing reading is null.</summary>
/// <remarks>Field names: https://libvirt.org/html/libvirt-libvirt-domain.html, virConnectGetAllDomainStats.</remarks>
public sealed record DomainStatistics
{
    /// <summary>The domain's name.</summary>
    public required string Name { get; init; }

    /// <summary>The domain's UUID.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>State and reason.</summary>
    public DomainStateReading? State { get; init; }

    /// <summary>CPU time, all threads of QEMU.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Memory as balloon and kernel report it.</summary>
    public DomainMemoryStatistics? Memory { get; init; }

    /// <summary>Maximum memory, bytes.</summary>
    public ulong? MaximumMemoryBytes { get; init; }

    /// <summary>Virtual processors.</summary>
    public IReadOnlyList<VcpuStatistics> Vcpus { get; init; } = [];

    /// <summary>Network interfaces.</summary>
    public IReadOnlyList<InterfaceStatistics> Interfaces { get; init; } = [];

    /// <summary>The latest dirty-rate calculation; null when none was asked for.</summary>
    public DirtyRateReading? DirtyRate { get; init; }

    /// <summary>All fields as libvirt named them.</summary>
    public TypedParameters Fields { get; init; } = TypedParameters.Empty;
}
