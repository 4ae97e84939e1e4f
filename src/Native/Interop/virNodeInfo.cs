using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>Processors and memory of a node; memory in KiB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virNodeInfo
{
    internal const int ModelLength = 32;

    internal fixed byte model[ModelLength];
    internal nuint memory;
    internal uint cpus;
    internal uint mhz;
    internal uint nodes;
    internal uint sockets;
    internal uint cores;
    internal uint threads;
}
