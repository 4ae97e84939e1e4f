using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>unistd.h: who this process is, and to whom a file belongs.</summary>
internal static partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library)]
    internal static partial uint geteuid();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int chown(string path, uint owner, uint group);
}
