using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>A node's processor times and memory to records.</summary>
internal static unsafe class NodeStatisticsReader
{
    /// <summary>Times in nanoseconds by libvirt's names.</summary>
    internal static NodeCpuTimes Read(ReadOnlySpan<virNodeCPUStats> statistics)
    {
        var times = new Dictionary<string, ulong>(statistics.Length);
        fixed (virNodeCPUStats* all = statistics)
        {
            for (int i = 0; i < statistics.Length; i++)
                times[NativeText.CopyField(all[i].field, Libvirt.VIR_NODE_CPU_STATS_FIELD_LENGTH)] = all[i].value;
        }

        return new NodeCpuTimes(
            NativeUnits.Nanoseconds(Value(times, Libvirt.VIR_NODE_CPU_STATS_KERNEL)),
            NativeUnits.Nanoseconds(Value(times, Libvirt.VIR_NODE_CPU_STATS_USER)),
            NativeUnits.Nanoseconds(Value(times, Libvirt.VIR_NODE_CPU_STATS_IDLE)),
            NativeUnits.Nanoseconds(Value(times, Libvirt.VIR_NODE_CPU_STATS_IOWAIT)),
            NativeUnits.Nanoseconds(Value(times, Libvirt.VIR_NODE_CPU_STATS_INTR)));
    }

    /// <summary>Memory in KiB by libvirt's names.</summary>
    internal static NodeMemory Read(ReadOnlySpan<virNodeMemoryStats> statistics)
    {
        var memory = new Dictionary<string, ulong>(statistics.Length);
        fixed (virNodeMemoryStats* all = statistics)
        {
            for (int i = 0; i < statistics.Length; i++)
                memory[NativeText.CopyField(all[i].field, Libvirt.VIR_NODE_MEMORY_STATS_FIELD_LENGTH)] = all[i].value;
        }

        return new NodeMemory(
            NativeUnits.Kibibytes(Value(memory, Libvirt.VIR_NODE_MEMORY_STATS_TOTAL)),
            NativeUnits.Kibibytes(Value(memory, Libvirt.VIR_NODE_MEMORY_STATS_FREE)),
            NativeUnits.Kibibytes(Value(memory, Libvirt.VIR_NODE_MEMORY_STATS_BUFFERS)),
            NativeUnits.Kibibytes(Value(memory, Libvirt.VIR_NODE_MEMORY_STATS_CACHED)));
    }

    private static ulong? Value(Dictionary<string, ulong> values, string name) =>
        values.TryGetValue(name, out ulong value) ? value : null;
}
