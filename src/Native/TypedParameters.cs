using System.Collections.Frozen;

namespace ShadowMig.Native;

/// <summary>libvirt's typed parameters, decoded: names to long, ulong, double, bool or string.</summary>
public sealed class TypedParameters(IReadOnlyDictionary<string, object> values)
{
    /// <summary>No parameters.</summary>
    public static TypedParameters Empty { get; } = new(FrozenDictionary<string, object>.Empty);

    /// <summary>All names and values.</summary>
    public IReadOnlyDictionary<string, object> Values { get; } = values;

    /// <summary>A number that is not negative; null when absent or of another kind.</summary>
    public ulong? UnsignedInteger(string name) => Values.GetValueOrDefault(name) switch
    {
        ulong value => value,
        long value when value >= 0 => (ulong)value,
        _ => null,
    };

    /// <summary>A signed number; null when absent, of another kind or too large.</summary>
    public long? Integer(string name) => Values.GetValueOrDefault(name) switch
    {
        long value => value,
        ulong value when value <= long.MaxValue => (long)value,
        _ => null,
    };

    /// <summary>Text; null when absent or of another kind.</summary>
    public string? Text(string name) => Values.GetValueOrDefault(name) as string;

    /// <summary>A truth value; null when absent or of another kind.</summary>
    public bool? Boolean(string name) => Values.GetValueOrDefault(name) as bool?;

    /// <summary>A floating-point number; null when absent or of another kind.</summary>
    public double? Number(string name) => Values.GetValueOrDefault(name) as double?;
}
