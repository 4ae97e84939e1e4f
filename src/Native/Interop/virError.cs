using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>An error as libvirt keeps it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct virError
{
    internal int code;
    internal int domain;
    internal byte* message;
    internal int level;
    internal nint conn;
    internal nint dom;
    internal byte* str1;
    internal byte* str2;
    internal byte* str3;
    internal int int1;
    internal int int2;
    internal nint net;
}
