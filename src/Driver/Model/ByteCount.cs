using System.Globalization;

namespace ShadowMig.Driver.Model;

/// <summary>An amount of memory or data, in bytes.</summary>
public readonly record struct ByteCount(long Value) : IComparable<ByteCount>
{
    private static readonly (string Unit, long Bytes)[] Units =
        [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    /// <summary>No bytes.</summary>
    public static ByteCount Zero => default;

    /// <summary>The amount in MiB.</summary>
    public double Mebibytes => Value / (double)(1 << 20);

    /// <summary>An amount of whole MiB.</summary>
    public static ByteCount FromMebibytes(double mebibytes) => new((long)(mebibytes * (1 << 20)));

    /// <summary>
    /// An amount from libvirt's unsigned numbers; null stays null. So is what exceeds <see cref="long.MaxValue"/>: no machine has it, it is a
    /// counter of QEMU that was below zero for a moment.
    /// </summary>
    public static ByteCount? From(ulong? bytes) => bytes is { } value and <= long.MaxValue ? new((long)value) : null;

    /// <summary>Reads <c>512MiB</c>, <c>1.5GiB</c>, <c>4096</c> and the like.</summary>
    /// <exception cref="FormatException">The text is no size; the message says what one looks like.</exception>
    public static ByteCount Parse(string text)
    {
        string trimmed = text.Trim();
        (string unit, long bytes) = Array.Find(Units, u => trimmed.EndsWith(u.Unit, StringComparison.OrdinalIgnoreCase));
        string number = unit is null ? trimmed : trimmed[..^unit.Length].TrimEnd();
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * (unit is null ? 1 : bytes) is >= 0 and < long.MaxValue and var total
            ? new((long)Math.Round(total))
            : throw new FormatException($"'{text}' is not a size; write for example 512MiB or 2GiB");
    }

    /// <summary>Bytes over seconds.</summary>
    public static BytesPerSecond operator /(ByteCount bytes, TimeSpan time) => new(bytes.Value / time.TotalSeconds);

    /// <summary>Sum.</summary>
    public static ByteCount operator +(ByteCount left, ByteCount right) => new(checked(left.Value + right.Value));

    /// <summary>Difference; may be negative.</summary>
    public static ByteCount operator -(ByteCount left, ByteCount right) => new(checked(left.Value - right.Value));

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(ByteCount left, ByteCount right) => left.Value < right.Value;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(ByteCount left, ByteCount right) => left.Value > right.Value;

    /// <summary>Whether the left is not more.</summary>
    public static bool operator <=(ByteCount left, ByteCount right) => left.Value <= right.Value;

    /// <summary>Whether the left is not less.</summary>
    public static bool operator >=(ByteCount left, ByteCount right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(ByteCount other) => Value.CompareTo(other.Value);

    /// <summary>The amount in the largest unit that keeps it above one, for people.</summary>
    public override string ToString()
    {
        long value = Value;
        (string unit, long bytes) = Array.Find(Units, u => Math.Abs(value) >= u.Bytes);
        return unit is null
            ? "0 B"
            : string.Create(CultureInfo.InvariantCulture, $"{value / (double)bytes:0.##} {unit}");
    }
}
