using System.Globalization;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>Numbers as the tables show them.</summary>
internal static class Numbers
{
    public static string Text(this double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Percent(this double ratio, string format = "0.0") => $"{(ratio * 100).Text(format)} %";

    public static string Count(this double value) => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Mean and standard deviation.</summary>
    public static (double Mean, double Deviation) Spread(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }
}
