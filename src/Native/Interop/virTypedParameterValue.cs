using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>The value of a typed parameter; the type says which member is meant.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct virTypedParameterValue
{
    [FieldOffset(0)]
    internal int i;

    [FieldOffset(0)]
    internal uint ui;

    [FieldOffset(0)]
    internal long l;

    [FieldOffset(0)]
    internal ulong ul;

    [FieldOffset(0)]
    internal double d;

    [FieldOffset(0)]
    internal byte b;

    [FieldOffset(0)]
    internal byte* s;
}
