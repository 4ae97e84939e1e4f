using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <content>The node behind the connection.</content>
public sealed unsafe partial class LibvirtConnection
{
    /// <inheritdoc/>
    public string GetHostName() => NativeResult.TakeText(Libvirt.virConnectGetHostname(_handle));

    /// <inheritdoc/>
    public string GetCapabilities() => NativeResult.TakeText(Libvirt.virConnectGetCapabilities(_handle));

    /// <inheritdoc/>
    public string GetDomainCapabilities(string? emulator = null, string? architecture = null, string? machine = null, string? virtualizationType = null) =>
        NativeResult.TakeText(Libvirt.virConnectGetDomainCapabilities(_handle, emulator, architecture, machine, virtualizationType, 0));

    /// <inheritdoc/>
    public NodeInfo GetNodeInfo()
    {
        NativeResult.Check(Libvirt.virNodeGetInfo(_handle, out virNodeInfo info));
        return new NodeInfo(
            NativeText.CopyField(info.model, virNodeInfo.ModelLength), NativeUnits.Kibibytes((ulong)info.memory),
            info.cpus, info.mhz, info.nodes, info.sockets, info.cores, info.threads);
    }

    /// <inheritdoc/>
    public NodeCpuTimes GetNodeCpuTimes()
    {
        int count = 0;
        NativeResult.Check(Libvirt.virNodeGetCPUStats(_handle, Libvirt.VIR_NODE_CPU_STATS_ALL_CPUS, null, ref count, 0));
        var statistics = new virNodeCPUStats[count];
        fixed (virNodeCPUStats* buffer = statistics)
            NativeResult.Check(Libvirt.virNodeGetCPUStats(_handle, Libvirt.VIR_NODE_CPU_STATS_ALL_CPUS, buffer, ref count, 0));
        return NodeStatisticsReader.Read(statistics.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public NodeMemory GetNodeMemory()
    {
        int count = 0;
        NativeResult.Check(Libvirt.virNodeGetMemoryStats(_handle, Libvirt.VIR_NODE_MEMORY_STATS_ALL_CELLS, null, ref count, 0));
        var statistics = new virNodeMemoryStats[count];
        fixed (virNodeMemoryStats* buffer = statistics)
            NativeResult.Check(Libvirt.virNodeGetMemoryStats(_handle, Libvirt.VIR_NODE_MEMORY_STATS_ALL_CELLS, buffer, ref count, 0));
        return NodeStatisticsReader.Read(statistics.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public IReadOnlyList<FreePages> GetFreePages(IReadOnlyList<int> pageSizes, int firstCell, int cellCount)
    {
        ArgumentNullException.ThrowIfNull(pageSizes);
        ArgumentOutOfRangeException.ThrowIfZero(pageSizes.Count, nameof(pageSizes));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cellCount);
        uint[] sizes = [.. pageSizes.Select(size => checked((uint)size))];
        var counts = new ulong[checked(sizes.Length * cellCount)];
        int filled;
        fixed (uint* pages = sizes)
        fixed (ulong* buffer = counts)
        {
            filled = NativeResult.Check(Libvirt.virNodeGetFreePages(
                _handle, (uint)sizes.Length, pages, firstCell, (uint)cellCount, buffer, 0));
        }

        return [.. Enumerable.Range(0, filled).Select(i => new FreePages(firstCell + (i / sizes.Length), sizes[i % sizes.Length], counts[i]))];
    }

    /// <inheritdoc/>
    public CpuComparison CompareCpu(string cpuXml) =>
        (CpuComparison)NativeResult.Check(Libvirt.virConnectCompareCPU(_handle, cpuXml, 0));

    /// <inheritdoc/>
    public CpuComparison CompareHypervisorCpu(string? emulator, string? architecture, string? machine, string? virtualizationType, string cpuXml) =>
        (CpuComparison)NativeResult.Check(
            Libvirt.virConnectCompareHypervisorCPU(_handle, emulator, architecture, machine, virtualizationType, cpuXml, 0));
}
