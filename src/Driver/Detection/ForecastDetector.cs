using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection;

/// <summary>
/// The project's own method: overloaded when the exponentially weighted mean of the demand is above capacity. A single spike
/// does not bring it there, a load that stays does within a few samples, and one that was high and falls clears it.
/// </summary>
public sealed class ForecastDetector(ForecastSettings settings) : IOverloadDetector
{
    /// <inheritdoc/>
    public string Name => "forecast";

    /// <inheritdoc/>
    public OverloadVerdict Judge(LoadHistory load)
    {
        double mean = LoadForecast.Of(load, 0, settings).Mean;
        // What has already passed moves nobody.
        return OverloadVerdict.Above(Math.Min(mean, load.Now), settings.OverloadedAt, ReasonCodes.ForecastAboveCapacity);
    }
}
