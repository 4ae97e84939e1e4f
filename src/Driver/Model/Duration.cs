using System.Globalization;

namespace ShadowMig.Driver.Model;

/// <summary>Times as people write and read them.</summary>
public static class Duration
{
    /// <summary>Reads <c>300ms</c>, <c>1.5s</c>, <c>5m</c>.</summary>
    /// <exception cref="FormatException">The text is no time; the message says what one looks like.</exception>
    public static TimeSpan Parse(string text)
    {
        string trimmed = text.Trim();
        (int length, double milliseconds) = trimmed switch
        {
            _ when trimmed.EndsWith("ms", StringComparison.Ordinal) => (2, 1.0),
            _ when trimmed.EndsWith('s') => (1, 1000.0),
            _ when trimmed.EndsWith('m') => (1, 60_000.0),
            _ => (0, 0.0),
        };
        return length > 0
            && double.TryParse(trimmed[..^length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value >= 0
            && value * milliseconds < TimeSpan.MaxValue.TotalMilliseconds / 2
            ? TimeSpan.FromMilliseconds(value * milliseconds)
            : throw new FormatException($"'{text}' is not a time; write for example 300ms, 2s or 5m");
    }

    /// <summary>A time for people: milliseconds below a second, else seconds.</summary>
    public static string Format(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");
}
