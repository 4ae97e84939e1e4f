using System.Collections.Concurrent;
using System.Text;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>Names of typed parameters. The same ones come with each guest and each call, and are one string each.</summary>
internal sealed unsafe class FieldNames
{
    /// <summary>Far more than libvirt has for a node's guests; what comes beyond is not kept.</summary>
    internal const int Most = 4096;

    private readonly ConcurrentDictionary<string, string> _known = new();
    private int _count;

    /// <summary>The names of this process.</summary>
    internal static FieldNames Shared { get; } = new();

    /// <summary>The name in a field of fixed length, which a full field does not end with a zero byte.</summary>
    internal string Read(byte* field)
    {
        ReadOnlySpan<byte> bytes = new(field, Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH);
        int end = bytes.IndexOf((byte)0);
        Span<char> characters = stackalloc char[Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH];
        ReadOnlySpan<char> name = characters[..Encoding.UTF8.GetChars(end < 0 ? bytes : bytes[..end], characters)];
        if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out string? known))
            return known;
        string added = name.ToString();
        if (Volatile.Read(ref _count) < Most && _known.TryAdd(added, added))
            Interlocked.Increment(ref _count);
        return added;
    }
}
