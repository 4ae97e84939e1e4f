using System.Globalization;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Numbers as tables show them; a dash where there is none. Pure.</summary>
internal static class Figures
{
    public static string Ratio(double? value) => Show(value, "0.00");

    public static string Seconds(double? value) => Show(value, "0.00");

    public static string Milliseconds(double? seconds) => Show(seconds * 1000, "0");

    public static string Percent(double? share) => share is null ? "–" : Show(share * 100, "0") + " %";

    public static string Mebibytes(double? bytes) => Show(bytes / 1048576, "0");

    public static string Show(double? value, string format) =>
        value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";
}
