using System.Runtime.InteropServices;
using System.Text;

namespace ShadowMig.Native.Interop;

/// <summary>Strings in C.</summary>
internal static unsafe class NativeText
{
    /// <summary>Copies a UTF-8 string that ends in a zero byte.</summary>
    internal static string Copy(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Copies the text of a field of fixed length, which a full field does not end with a zero byte.</summary>
    internal static string CopyField(byte* field, int length)
    {
        var bytes = new ReadOnlySpan<byte>(field, length);
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
