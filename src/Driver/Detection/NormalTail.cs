namespace ShadowMig.Driver.Detection;

/// <summary>The upper tail of the normal distribution.</summary>
internal static class NormalTail
{
    /// <summary>How likely a value is above a bound, 0 to 1, to within 1e-7 (Abramowitz and Stegun, 26.2.17).</summary>
    public static double Above(double bound, double mean, double deviation)
    {
        if (deviation <= 0)
            return mean > bound ? 1 : 0;
        double z = (bound - mean) / deviation;
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        double tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
        return z >= 0 ? tail : 1 - tail;
    }
}
