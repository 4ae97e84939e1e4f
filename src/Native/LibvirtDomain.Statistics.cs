using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <content>What a domain reports of itself.</content>
public sealed unsafe partial class LibvirtDomain
{
    /// <summary>More than any libvirt has tags today; libvirt fills what it knows.</summary>
    private const int MaximumMemoryTags = 64;

    /// <summary>Bytes a call, well below the 4 MiB that libvirt's protocol carries.</summary>
    private const int PeekChunk = 1 << 20;

    /// <inheritdoc/>
    public DomainInfo GetInfo()
    {
        NativeResult.Check(Libvirt.virDomainGetInfo(_handle, out virDomainInfo info));
        return new DomainInfo(
            (DomainState)info.state, NativeUnits.Kibibytes((ulong)info.maxMem), NativeUnits.Kibibytes((ulong)info.memory),
            info.nrVirtCpu, NativeUnits.Nanoseconds(info.cpuTime));
    }

    /// <inheritdoc/>
    public DomainStateReading GetState()
    {
        NativeResult.Check(Libvirt.virDomainGetState(_handle, out int state, out int reason, 0));
        return new DomainStateReading((DomainState)state, reason);
    }

    /// <inheritdoc/>
    public DomainMemoryStatistics GetMemoryStatistics()
    {
        virDomainMemoryStatStruct* tags = stackalloc virDomainMemoryStatStruct[MaximumMemoryTags];
        int count = NativeResult.Check(Libvirt.virDomainMemoryStats(_handle, tags, MaximumMemoryTags, 0));
        return MemoryStatisticsReader.Read(new ReadOnlySpan<virDomainMemoryStatStruct>(tags, count));
    }

    /// <inheritdoc/>
    public DomainStatistics? GetStatistics(DomainStatisticsGroups groups, bool noWait)
    {
        uint flags = noWait ? Libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT : 0;
        DomainStatistics? statistics = null;
        Borrow(pointer =>
        {
            nint* list = stackalloc nint[] { pointer, 0 };
            int count = NativeResult.Check(Libvirt.virDomainListGetStats(list, (uint)groups, out virDomainStatsRecord** records, flags));
            statistics = StatisticsRecords.Take(records, count).FirstOrDefault();
        });
        return statistics;
    }

    /// <inheritdoc/>
    public void PeekMemory(ulong physicalAddress, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int size = Math.Min(buffer.Length, PeekChunk);
            fixed (byte* bytes = buffer)
                NativeResult.Check(Libvirt.virDomainMemoryPeek(_handle, physicalAddress, (nuint)size, bytes, Libvirt.VIR_MEMORY_PHYSICAL));
            physicalAddress += (ulong)size;
            buffer = buffer[size..];
        }
    }

    /// <inheritdoc/>
    public void StartDirtyRateCalculation(TimeSpan period, DirtyRateMode mode)
    {
        if (period.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentOutOfRangeException(nameof(period), period, "libvirt counts whole seconds.");
        NativeResult.Check(Libvirt.virDomainStartDirtyRateCalc(_handle, checked((int)(period.Ticks / TimeSpan.TicksPerSecond)), (uint)mode));
    }
}
