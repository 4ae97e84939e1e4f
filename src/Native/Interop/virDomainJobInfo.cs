using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A job in fixed fields; times in milliseconds, data in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virDomainJobInfo
{
    internal int type;
    internal ulong timeElapsed;
    internal ulong timeRemaining;
    internal ulong dataTotal;
    internal ulong dataProcessed;
    internal ulong dataRemaining;
    internal ulong memTotal;
    internal ulong memProcessed;
    internal ulong memRemaining;
    internal ulong fileTotal;
    internal ulong fileProcessed;
    internal ulong fileRemaining;
}
