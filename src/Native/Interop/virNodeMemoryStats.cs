using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>One kind of a node's memory, KiB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virNodeMemoryStats
{
    internal fixed byte field[Libvirt.VIR_NODE_MEMORY_STATS_FIELD_LENGTH];
    internal ulong value;
}
