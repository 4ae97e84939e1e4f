using System.Globalization;

namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>Reads the small texts of /proc and /sys; what is cut or odd is null.</summary>
internal static class KernelText
{
    /// <summary>A file that holds one number and a line end; without the line end the number may be cut.</summary>
    public static long? Number(string? text) =>
        text is [.. var digits, '\n'] && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>The number behind a name in lines of <c>name number</c>, as /proc/vmstat has them.</summary>
    public static long? Field(string? text, string name)
    {
        int start = 0;
        while (text is not null && text.IndexOf('\n', start) is >= 0 and var end)
        {
            ReadOnlySpan<char> line = text.AsSpan(start, end - start);
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ' ')
                return long.TryParse(line[(name.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
            start = end + 1;
        }

        return null;
    }

    /// <summary>Whether a name is a prefix followed by a number, such as cpu0.</summary>
    public static bool IsNumbered(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name.AsSpan(prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
