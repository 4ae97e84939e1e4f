using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>What several short samples of a guest's writing say about its phases.</summary>
/// <param name="Kind">Whether there are phases.</param>
/// <param name="Quiet">Distinct memory written in a sample of a quiet phase; the median of all without phases.</param>
/// <param name="Busy">The same in a busy phase.</param>
/// <param name="QuietShare">Share of the samples that were quiet, 0 to 1; 0 without phases.</param>
/// <param name="Variation">Coefficient of variation beyond the sampling noise, 0 when there is none.</param>
/// <param name="Cycle">From the start of one busy phase to the next; null when not regular, or not to be told from these samples.</param>
public sealed record ActivityPattern(ActivityKind Kind, ByteCount Quiet, ByteCount Busy, double QuietShare, double Variation, TimeSpan? Cycle)
{
    /// <summary>Fewer samples tell nothing.</summary>
    public const int FewestSamples = 6;

    /// <summary>Both kinds of phase must show in this share of the samples, and in two of them: one odd sample is no phase.</summary>
    private const double LeastShare = 0.05;
    private const int LeastOfEach = 2;

    /// <summary>A busy phase writes this many times what a quiet one does.</summary>
    private const double LeastContrast = 1.5;

    /// <summary>The variance of n samples strays by √(2/(n−1)) of itself; so many times that is no accident.</summary>
    private const double Significance = 3;

    /// <summary>Judges samples of one guest.</summary>
    /// <param name="samples">In any order, of one period.</param>
    /// <param name="relativeError">Standard error of one sample, as a share of it.</param>
    public static ActivityPattern Of(IReadOnlyList<ActivitySample> samples, double relativeError)
    {
        double[] sorted = [.. samples.Select(sample => (double)sample.Distinct.Value).Order()];
        ByteCount median = new(sorted.Length > 0 ? (long)sorted[sorted.Length / 2] : 0);
        if (sorted.Length < FewestSamples)
            return new(ActivityKind.Unknown, median, median, 0, 0, null);

        double mean = sorted.Average();
        double variance = Variance(sorted, mean);
        double noise = relativeError * relativeError * mean * mean;
        double variation = mean > 0 ? Math.Sqrt(Math.Max(0, variance - noise)) / mean : 0;
        bool isNoise = variance <= noise * (1 + (Significance * Math.Sqrt(2.0 / (sorted.Length - 1))));
        int quiet = Split(sorted);
        int least = Math.Max(LeastOfEach, (int)Math.Ceiling(LeastShare * sorted.Length));
        double low = quiet > 0 ? sorted[..quiet].Average() : 0;
        double high = sorted[quiet..].Average();
        return isNoise || quiet < least || sorted.Length - quiet < least || high < LeastContrast * low || high <= low
            ? new(ActivityKind.Steady, median, median, 0, variation, null)
            : new(ActivityKind.Phased, new((long)low), new((long)high), quiet / (double)sorted.Length, variation, BusyCycle.Find(samples, (low + high) / 2));
    }

    /// <summary>How many of the sorted values belong to the lower of two classes, such that the classes spread least (Otsu).</summary>
    private static int Split(double[] sorted)
    {
        double total = sorted.Sum(), below = 0, best = -1;
        int split = 0;
        for (int i = 1; i < sorted.Length; i++)
        {
            below += sorted[i - 1];
            double difference = ((total - below) / (sorted.Length - i)) - (below / i);
            double between = (double)i * (sorted.Length - i) * difference * difference;
            if (between > best)
                (best, split) = (between, i);
        }

        return split;
    }

    private static double Variance(double[] values, double mean) => values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
}
