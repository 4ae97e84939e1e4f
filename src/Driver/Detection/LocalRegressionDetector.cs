using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection;

/// <summary>
/// The trend of the last ten samples, continued to the end of the next migration (LR, and robust LRR; Beloglazov and Buyya,
/// CCPE 2012, sections 5.2 and 5.3): overloaded where it, times a safety factor, reaches capacity.
/// </summary>
public sealed class LocalRegressionDetector : IOverloadDetector
{
    private const int Window = 10;

    // A migration takes less than one sampling interval, and counts as one.
    private const int SamplesAhead = 1;

    private static readonly StaticThresholdDetector Fallback = new(AdaptiveThresholdDetector.FallbackThreshold);

    private readonly double _safety;
    private readonly TrendWeighting _weighting;

    /// <summary>A detector.</summary>
    /// <param name="safety">Factor on the forecast; above zero, usually 1 to 1.5.</param>
    /// <param name="weighting">How samples count.</param>
    public LocalRegressionDetector(double safety, TrendWeighting weighting)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(safety);
        (_safety, _weighting) = (safety, weighting);
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(_weighting == TrendWeighting.Equal ? "lr" : "lrr")} {_safety:0.##}");

    /// <inheritdoc/>
    public OverloadVerdict Judge(LoadHistory load)
    {
        ReadOnlySpan<double> latest = load.Latest(Window);
        if (latest.Length < Window)
            return Fallback.Judge(load);
        double forecast = _safety * LinearTrend.Fit(latest, _weighting).At(Window + SamplesAhead);
        return OverloadVerdict.Of(forecast >= 1, forecast, 1, ReasonCodes.TrendAboveCapacity);
    }
}
