using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>One processor time of a node, nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virNodeCPUStats
{
    internal fixed byte field[Libvirt.VIR_NODE_CPU_STATS_FIELD_LENGTH];
    internal ulong value;
}
