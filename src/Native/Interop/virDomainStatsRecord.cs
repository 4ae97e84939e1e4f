using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>Bulk statistics of one domain.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virDomainStatsRecord
{
    internal nint dom;
    internal virTypedParameter* @params;
    internal int nparams;
}
