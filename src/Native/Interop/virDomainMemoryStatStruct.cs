using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>One memory statistic of a domain.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virDomainMemoryStatStruct
{
    internal int tag;
    internal ulong val;
}
