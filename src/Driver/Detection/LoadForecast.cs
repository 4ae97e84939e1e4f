namespace ShadowMig.Driver.Detection;

/// <summary>What guests will ask for, as shares of the host's capacity.</summary>
/// <param name="Mean">The mean, which newer samples weigh more in.</param>
/// <param name="Deviation">The standard deviation around it.</param>
public readonly record struct LoadForecast(double Mean, double Deviation)
{
    /// <summary>Forecasts a load.</summary>
    /// <param name="load">What was asked for.</param>
    /// <param name="unknownVariance">Variance to expect of these guests when nothing is known of them; a square of shares of capacity.</param>
    /// <param name="settings">How.</param>
    public static LoadForecast Of(LoadHistory load, double unknownVariance, ForecastSettings settings)
    {
        ReadOnlySpan<double> values = load.Latest(settings.Window);
        if (values.IsEmpty)
            return new(load.Now, Math.Sqrt(unknownVariance));

        double sum = 0, squares = 0, weighted = 0, weights = 0, weight = 1;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            double value = values[i];
            sum += value;
            squares += value * value;
            weighted += weight * value;
            weights += weight;
            weight *= 1 - settings.NewestWeight;
        }

        double mean = sum / values.Length;
        double spread = Math.Max(0, squares - (sum * mean));
        double variance = (spread + (settings.UnknownWeight * unknownVariance)) / (values.Length - 1 + settings.UnknownWeight);
        return new(weighted / weights, Math.Sqrt(variance));
    }

    /// <summary>The load that is exceeded as rarely as a normal distribution exceeds its mean by so many deviations.</summary>
    public double Quantile(double deviations) => Mean + (deviations * Deviation);
}
