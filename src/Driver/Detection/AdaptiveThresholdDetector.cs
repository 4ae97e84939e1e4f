using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection;

/// <summary>
/// A threshold that falls as the load becomes restless: 1 less so many times the spread of the last samples
/// (Beloglazov and Buyya, CCPE 2012, section 5.1: MAD and IQR).
/// </summary>
public sealed class AdaptiveThresholdDetector : IOverloadDetector
{
    /// <summary>Samples that the published methods look at.</summary>
    internal const int Window = 30;

    private const int Fewest = 12;

    private static readonly StaticThresholdDetector Fallback = new(FallbackThreshold);

    private readonly string _name;
    private readonly double _safety;
    private readonly Spread _spread;

    private AdaptiveThresholdDetector(string name, double safety, Spread spread)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(safety);
        (_name, _safety, _spread) = (name, safety, spread);
    }

    private delegate double Spread(ReadOnlySpan<double> values);

    /// <summary>The threshold of the published methods as long as their history is too short.</summary>
    public static double FallbackThreshold => 0.7;

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{_name} {_safety:0.##}");

    /// <summary>The median absolute deviation (MAD).</summary>
    /// <param name="safety">How many deviations are kept free; not negative.</param>
    public static AdaptiveThresholdDetector MedianAbsoluteDeviation(double safety) =>
        new("mad", safety, RobustStatistics.MedianAbsoluteDeviation);

    /// <summary>The interquartile range (IQR).</summary>
    /// <param name="safety">How many ranges are kept free; not negative.</param>
    public static AdaptiveThresholdDetector InterquartileRange(double safety) =>
        new("iqr", safety, RobustStatistics.InterquartileRange);

    /// <inheritdoc/>
    public OverloadVerdict Judge(LoadHistory load)
    {
        ReadOnlySpan<double> latest = load.Latest(Window);
        return latest.Length < Fewest
            ? Fallback.Judge(load)
            : OverloadVerdict.Above(load.Now, 1 - (_safety * _spread(latest)), ReasonCodes.AboveThreshold);
    }
}
