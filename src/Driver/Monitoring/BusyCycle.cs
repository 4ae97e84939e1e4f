using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Finds the length of a regular change between quiet and busy phases.</summary>
internal static class BusyCycle
{
    private const int LeastCycles = 2;

    /// <summary>Samples further apart than so many usual distances may have missed a phase.</summary>
    private const double LongestDistance = 2;

    /// <summary>How far a cycle may differ from the median one.</summary>
    private const double Tolerance = 0.3;

    /// <summary>The median time from one start of a busy phase to the next.</summary>
    /// <param name="samples">In any order.</param>
    /// <param name="threshold">Above it a sample is busy, bytes.</param>
    /// <returns>Null when starts are irregular, fewer than three, or phases too short for these samples.</returns>
    public static TimeSpan? Find(IReadOnlyList<ActivitySample> samples, double threshold)
    {
        ActivitySample[] ordered = [.. samples.OrderBy(sample => sample.At)];
        double usual = Median([.. ordered.Zip(ordered.Skip(1), (first, second) => (second.At - first.At).TotalSeconds)]);
        List<double> cycles = [];
        DateTimeOffset? start = null;
        for (int i = 1; i < ordered.Length; i++)
        {
            if ((ordered[i].At - ordered[i - 1].At).TotalSeconds > LongestDistance * usual)
            {
                start = null;
                continue;
            }

            if (ordered[i].Distinct.Value <= threshold || ordered[i - 1].Distinct.Value > threshold)
                continue;
            if (start is { } before)
                cycles.Add((ordered[i].At - before).TotalSeconds);
            start = ordered[i].At;
        }

        if (cycles.Count < LeastCycles)
            return null;
        double median = Median([.. cycles]);
        bool isRegular = cycles.All(cycle => Math.Abs(cycle - median) <= Math.Max(Tolerance * median, usual));
        return isRegular && median >= 2 * usual ? TimeSpan.FromSeconds(median) : null;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
