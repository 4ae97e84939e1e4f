using System.Globalization;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads pressure stall information as the kernel writes it (Documentation/accounting/psi.rst).</summary>
internal static class PressureParser
{
    private const string Wanted = "avg10=";

    /// <summary>Share of the last 10 s in which some task stalled, 0 to 1; null when the text does not tell.</summary>
    public static double? SomeAverage10(string? text) => Average10(text, "some ");

    /// <summary>Share of the last 10 s in which all tasks stalled, 0 to 1; null when the text does not tell.</summary>
    public static double? FullAverage10(string? text) => Average10(text, "full ");

    private static double? Average10(string? text, string kind)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(kind, StringComparison.Ordinal))
                continue;
            int start = line.IndexOf(Wanted, StringComparison.Ordinal);
            if (start < 0)
                return null;
            ReadOnlySpan<char> value = line[(start + Wanted.Length)..];
            // Without the blank behind it the number itself may be cut.
            int end = value.IndexOf(' ');
            return end > 0 && double.TryParse(value[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent)
                ? Math.Clamp(percent / 100, 0, 1)
                : null;
        }

        return null;
    }
}
