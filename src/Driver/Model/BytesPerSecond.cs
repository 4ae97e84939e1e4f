namespace ShadowMig.Driver.Model;

/// <summary>A rate of data, in bytes a second.</summary>
public readonly record struct BytesPerSecond(double Value) : IComparable<BytesPerSecond>
{
    /// <summary>The rate in MiB/s.</summary>
    public double MebibytesPerSecond => Value / (1 << 20);

    /// <summary>A rate given in MiB/s.</summary>
    public static BytesPerSecond FromMebibytes(double mebibytesPerSecond) => new(mebibytesPerSecond * (1 << 20));

    /// <summary>Reads <c>100MiB/s</c> and the like.</summary>
    /// <exception cref="FormatException">The text is no rate; the message says what one looks like.</exception>
    public static BytesPerSecond Parse(string text)
    {
        string trimmed = text.Trim();
        if (!trimmed.EndsWith("/s", StringComparison.Ordinal))
            throw new FormatException($"'{text}' is not a rate; write for example 100MiB/s");
        return new(ByteCount.Parse(trimmed[..^2]).Value);
    }

    /// <summary>Data sent in a time.</summary>
    public static ByteCount operator *(BytesPerSecond rate, TimeSpan time) => new((long)(rate.Value * time.TotalSeconds));

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(BytesPerSecond left, BytesPerSecond right) => left.Value < right.Value;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(BytesPerSecond left, BytesPerSecond right) => left.Value > right.Value;

    /// <summary>Whether the left is not more.</summary>
    public static bool operator <=(BytesPerSecond left, BytesPerSecond right) => left.Value <= right.Value;

    /// <summary>Whether the left is not less.</summary>
    public static bool operator >=(BytesPerSecond left, BytesPerSecond right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(BytesPerSecond other) => Value.CompareTo(other.Value);

    /// <summary>The rate for people.</summary>
    public override string ToString() => $"{new ByteCount((long)Value)}/s";
}
