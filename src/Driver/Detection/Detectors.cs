using System.Globalization;

namespace ShadowMig.Driver.Detection;

/// <summary>Detectors by name: <c>thr</c>, <c>mad</c>, <c>iqr</c>, <c>lr</c>, <c>lrr</c>, <c>forecast</c>, with a parameter after a colon.</summary>
public static class Detectors
{
    private static readonly Dictionary<string, (double Default, Func<double, IOverloadDetector> Create)> Known = new()
    {
        ["thr"] = (0.8, p => new StaticThresholdDetector(p)),
        ["mad"] = (2.5, AdaptiveThresholdDetector.MedianAbsoluteDeviation),
        ["iqr"] = (1.5, AdaptiveThresholdDetector.InterquartileRange),
        ["lr"] = (1.2, p => new LocalRegressionDetector(p, TrendWeighting.Equal)),
        ["lrr"] = (1.2, p => new LocalRegressionDetector(p, TrendWeighting.Robust)),
        ["forecast"] = (new ForecastSettings().OverloadedAt, p => new ForecastDetector(new() { OverloadedAt = p })),
    };

    /// <summary>All names.</summary>
    public static string All => string.Join(", ", Known.Keys);

    /// <summary>Reads <c>lr</c>, <c>lr:1.2</c> and the like; without a parameter the published one is taken.</summary>
    /// <exception cref="FormatException">The name or the parameter is wrong; the message says what is expected.</exception>
    public static IOverloadDetector Parse(string text)
    {
        string[] parts = text.Split(':');
        if (!Known.TryGetValue(parts[0], out (double Default, Func<double, IOverloadDetector> Create) known) || parts.Length > 2)
            throw new FormatException($"'{text}' is no detector; there are {All}, with a parameter after a colon, for example lr:1.2");
        if (parts.Length == 1)
            return known.Create(known.Default);
        return double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double parameter) && parameter is > 0 and <= 100
            ? known.Create(parameter)
            : throw new FormatException($"'{parts[1]}' is no parameter of {parts[0]}: it is a number above 0, usually {known.Default.ToString(CultureInfo.InvariantCulture)}");
    }
}
