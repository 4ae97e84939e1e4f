using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>virterror.h: the last error, one for each thread.</summary>
internal static unsafe partial class Libvirt
{
    [LibraryImport(Library)]
    internal static partial virError* virGetLastError();

    [LibraryImport(Library)]
    internal static partial void virResetLastError();

    [LibraryImport(Library)]
    internal static partial void virSetErrorFunc(void* userData, delegate* unmanaged[Cdecl]<void*, virError*, void> handler);
}
