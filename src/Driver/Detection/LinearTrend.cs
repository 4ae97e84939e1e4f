namespace ShadowMig.Driver.Detection;

/// <summary>A straight line through evenly spaced samples, the first at 1.</summary>
public readonly record struct LinearTrend(double Intercept, double Slope)
{
    // Cleveland, JASA 1979: the reach of the bisquare function in medians of the residuals, and how often the fit is repeated.
    private const double BisquareReach = 6;
    private const int RobustIterations = 4;

    /// <summary>The line at a position; the newest of n samples is at n.</summary>
    public double At(double position) => Intercept + (Slope * position);

    /// <summary>Fits a line by weighted least squares.</summary>
    /// <param name="values">Samples, oldest first; at least two.</param>
    /// <param name="weighting">How they count.</param>
    public static LinearTrend Fit(ReadOnlySpan<double> values, TrendWeighting weighting)
    {
        Span<double> weights = stackalloc double[values.Length];
        weights.Fill(1);
        if (weighting != TrendWeighting.Equal)
            Tricube(weights);
        LinearTrend trend = Fit(values, weights);
        if (weighting != TrendWeighting.Robust)
            return trend;

        Span<double> robust = stackalloc double[values.Length];
        for (int i = 0; i < RobustIterations; i++)
        {
            weights.CopyTo(robust);
            if (!Bisquare(trend, values, robust))
                break;
            trend = Fit(values, robust);
        }

        return trend;
    }

    private static LinearTrend Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double weight = 0, meanX = 0, meanY = 0;
        for (int i = 0; i < values.Length; i++)
        {
            weight += weights[i];
            meanX += weights[i] * (i + 1);
            meanY += weights[i] * values[i];
        }

        meanX /= weight;
        meanY /= weight;
        double xx = 0, xy = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double x = i + 1 - meanX;
            xx += weights[i] * x * x;
            xy += weights[i] * x * (values[i] - meanY);
        }

        double slope = xx > 0 ? xy / xx : 0;
        return new(meanY - (slope * meanX), slope);
    }

    // The oldest sample is as far away as any, and counts nothing.
    private static void Tricube(Span<double> weights)
    {
        double reach = weights.Length - 1;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = Cube(1 - Cube((reach - i) / reach));
    }

    // False where the residuals leave nothing to fit.
    private static bool Bisquare(LinearTrend trend, ReadOnlySpan<double> values, Span<double> weights)
    {
        Span<double> residuals = stackalloc double[values.Length];
        for (int i = 0; i < values.Length; i++)
            residuals[i] = Math.Abs(values[i] - trend.At(i + 1));
        double reach = BisquareReach * RobustStatistics.Median(residuals);
        if (reach <= 0)
            return false;
        int counting = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double distance = Math.Min(1, residuals[i] / reach);
            weights[i] *= (1 - (distance * distance)) * (1 - (distance * distance));
            counting += weights[i] > 0 ? 1 : 0;
        }

        return counting >= 2;
    }

    private static double Cube(double value) => value * value * value;
}
