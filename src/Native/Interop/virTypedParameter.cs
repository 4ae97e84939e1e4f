using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A named value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virTypedParameter
{
    internal fixed byte field[Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH];
    internal int type;
    internal virTypedParameterValue value;
}
