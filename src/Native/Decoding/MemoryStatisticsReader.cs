using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>Tags of virDomainMemoryStats to a record; libvirt's KiB become bytes, counts and times stay.</summary>
internal static class MemoryStatisticsReader
{
    /// <summary>Reads the tags that came; others, known to this binding or not, make no difference.</summary>
    internal static DomainMemoryStatistics Read(ReadOnlySpan<virDomainMemoryStatStruct> tags)
    {
        var statistics = new DomainMemoryStatistics();
        foreach (ref readonly virDomainMemoryStatStruct tag in tags)
            statistics = With(statistics, tag.tag, tag.val);
        return statistics;
    }

    private static DomainMemoryStatistics With(DomainMemoryStatistics statistics, int tag, ulong value) => tag switch
    {
        Libvirt.VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON => statistics with { ActualBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_UNUSED => statistics with { UnusedBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_AVAILABLE => statistics with { AvailableBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_USABLE => statistics with { UsableBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_RSS => statistics with { ResidentBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_SWAP_IN => statistics with { SwapInBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_SWAP_OUT => statistics with { SwapOutBytes = NativeUnits.Kibibytes(value) },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT => statistics with { MajorFaults = value },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT => statistics with { MinorFaults = value },
        Libvirt.VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE => statistics with { LastUpdate = value },
        _ => statistics,
    };
}
