namespace ShadowMig.Native;

/// <summary>Groups of bulk statistics (virDomainStatsTypes).</summary>
[Flags]
public enum DomainStatisticsGroups : uint
{
    /// <summary>All that the daemon knows, unknown groups left out without an error.</summary>
    All = 0,

    /// <summary>State and reason.</summary>
    State = 1 << 0,

    /// <summary>CPU time of the domain.</summary>
    Cpu = 1 << 1,

    /// <summary>Balloon and resident memory.</summary>
    Balloon = 1 << 2,

    /// <summary>Virtual processors.</summary>
    Vcpu = 1 << 3,

    /// <summary>Network interfaces.</summary>
    Interface = 1 << 4,

    /// <summary>Block devices.</summary>
    Block = 1 << 5,

    /// <summary>Hardware performance events.</summary>
    Perf = 1 << 6,

    /// <summary>I/O threads.</summary>
    IoThread = 1 << 7,

    /// <summary>Memory bandwidth monitoring.</summary>
    Memory = 1 << 8,

    /// <summary>Dirty-rate calculation.</summary>
    DirtyRate = 1 << 9,

    /// <summary>Statistics of the hypervisor's own, such as kvm.</summary>
    Vm = 1 << 10,
}
