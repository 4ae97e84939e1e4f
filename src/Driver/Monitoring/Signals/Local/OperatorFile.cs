using System.Globalization;

namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>Reads an operator's file: lines of <c>name value</c>, or <c>name@guest value</c> with a guest's name or UUID.</summary>
internal static class OperatorFile
{
    /// <summary>More are left out.</summary>
    public const int MostLines = 10_000;

    /// <summary>The lines that say something; comments, odd lines, and a last line without its end are left out.</summary>
    public static IEnumerable<(string Name, string? Guest, double Value)> Parse(string? text)
    {
        // What follows the last line end may still be being written.
        string[] lines = text?.Split('\n', MostLines + 1) ?? [];
        foreach (string line in lines.SkipLast(1))
        {
            if (line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) is not [var who, var number] || who[0] == '#'
                || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            {
                continue;
            }

            int at = who.IndexOf('@', StringComparison.Ordinal);
            string name = at < 0 ? who : who[..at];
            if (SignalNames.IsPlain(name))
                yield return (name, at < 0 ? null : who[(at + 1)..], value);
        }
    }
}
