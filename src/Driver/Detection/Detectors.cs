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

    /// <summary>
    /// Reads <c>lr</c>, <c>lr:1.2</c> and the like; without a parameter the published one is taken. A threshold may be followed
    /// by its clearing value and its duration in samples: <c>thr:0.8:0.7:3</c>.
    /// </summary>
    /// <exception cref="FormatException">The name or a parameter is wrong; the message says what is expected.</exception>
    public static IOverloadDetector Parse(string text)
    {
        string[] parts = text.Split(':');
        if (!Known.TryGetValue(parts[0], out (double Default, Func<double, IOverloadDetector> Create) known) || parts.Length is not (1 or 2 or 4))
            throw new FormatException($"'{text}' is no detector; there are {All}, with a parameter after a colon, for example lr:1.2");
        if (parts.Length == 1)
            return known.Create(known.Default);
        if (parts.Length == 4)
            return WithHysteresis(text, parts);
        return Number(parts[1]) is { } parameter
            ? known.Create(parameter)
            : throw new FormatException($"'{parts[1]}' is no parameter of {parts[0]}: it is a number above 0, usually {known.Default.ToString(CultureInfo.InvariantCulture)}");
    }

    private static StaticThresholdDetector WithHysteresis(string text, string[] parts) =>
        parts[0] == "thr" && Number(parts[1]) is { } threshold && Number(parts[2]) is { } clearing && clearing <= threshold
        && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int samples) && samples >= 1
            ? new(threshold, clearing, samples)
            : throw new FormatException($"'{text}' is no threshold with hysteresis: write threshold, clearing value not above it, and a number of samples, for example thr:0.8:0.7:3");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 100 ? value : null;
}
