using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ShadowMig.Hosting.Commands;

/// <summary>Standard output for commands that write until nobody reads any more.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    // A whole screen goes out at once.
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// A writer that throws <see cref="IOException"/> once the other end is gone or the disk full, which that of <see cref="Console"/> keeps
    /// to itself. Files have no other end; they are left to the console's stream, which keeps their offset in step with standard error's.
    /// </summary>
    public static TextWriter Open()
    {
        FileStream stream = new(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!stream.CanSeek)
            return new StreamWriter(stream, new UTF8Encoding(false), BufferSize);
        stream.Dispose();
        return new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), BufferSize);
    }
}
