namespace ShadowMig.Driver.Detection;

/// <summary>Measures of spread that single outliers do not move.</summary>
internal static class RobustStatistics
{
    /// <summary>The median; of an even number of values the middle between the two in the middle.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("no values have no median", nameof(values));
        Span<double> sorted = Sorted(values, stackalloc double[values.Length]);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (0.5 * (sorted[middle] - sorted[middle - 1]));
    }

    /// <summary>Median absolute deviation from the median (MAD).</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double MedianAbsoluteDeviation(ReadOnlySpan<double> values)
    {
        double median = Median(values);
        Span<double> deviations = stackalloc double[values.Length];
        for (int i = 0; i < values.Length; i++)
            deviations[i] = Math.Abs(median - values[i]);
        return Median(deviations);
    }

    /// <summary>Interquartile range (IQR): third quartile less the first, each the value whose rank is nearest to a quarter of n + 1.</summary>
    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public static double InterquartileRange(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
            throw new ArgumentException("a range needs two values", nameof(values));
        Span<double> sorted = Sorted(values, stackalloc double[values.Length]);
        return sorted[Rank(0.75, values.Length)] - sorted[Rank(0.25, values.Length)];
    }

    private static int Rank(double share, int count) => (int)Math.Floor((share * (count + 1)) + 0.5) - 1;

    private static Span<double> Sorted(ReadOnlySpan<double> values, Span<double> buffer)
    {
        values.CopyTo(buffer);
        buffer.Sort();
        return buffer;
    }
}
