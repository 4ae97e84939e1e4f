using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>State of a domain; memory in KiB, time in nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virDomainInfo
{
    internal byte state;
    internal nuint maxMem;
    internal nuint memory;
    internal ushort nrVirtCpu;
    internal ulong cpuTime;
}
