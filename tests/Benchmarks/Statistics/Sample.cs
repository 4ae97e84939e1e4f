namespace ShadowMig.Benchmarks.Statistics;

/// <summary>Figures of a sample. Pure; null for an empty one.</summary>
internal static class Sample
{
    /// <summary>The quantile by linear interpolation between order statistics.</summary>
    /// <param name="values">In any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double? Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            return null;
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    public static double? Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double? Mean(IEnumerable<double> values) => values.Select(v => (double?)v).Average();

    /// <summary>Of positive values.</summary>
    public static double? GeometricMean(IEnumerable<double> values)
    {
        double[] logarithms = [.. values.Select(v => Math.Log(v))];
        return logarithms.Length == 0 ? null : Math.Exp(logarithms.Average());
    }

    public static double? Share<T>(IReadOnlyCollection<T> all, Func<T, bool> holds) =>
        all.Count == 0 ? null : (double)all.Count(holds) / all.Count;
}
