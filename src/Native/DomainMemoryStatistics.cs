namespace ShadowMig.Native;

/// <summary>Memory of a domain (virDomainMemoryStats), bytes; null where the guest or QEMU does not tell.</summary>
public sealed record DomainMemoryStatistics
{
    /// <summary>Current balloon size.</summary>
    public ulong? ActualBytes { get; init; }

    /// <summary>Memory the guest does not use at all.</summary>
    public ulong? UnusedBytes { get; init; }

    /// <summary>Memory the guest's kernel manages.</summary>
    public ulong? AvailableBytes { get; init; }

    /// <summary>Memory the guest could use without swapping.</summary>
    public ulong? UsableBytes { get; init; }

    /// <summary>Resident set of the QEMU process.</summary>
    public ulong? ResidentBytes { get; init; }

    /// <summary>Pages swapped in, bytes.</summary>
    public ulong? SwapInBytes { get; init; }

    /// <summary>Pages swapped out, bytes.</summary>
    public ulong? SwapOutBytes { get; init; }

    /// <summary>Page faults that needed I/O, count.</summary>
    public ulong? MajorFaults { get; init; }

    /// <summary>Page faults that needed none, count.</summary>
    public ulong? MinorFaults { get; init; }

    /// <summary>When the guest last reported, Unix seconds.</summary>
    public ulong? LastUpdate { get; init; }
}
