using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Makes a writable working set curve W(t) out of single measurements.</summary>
/// <remarks>
/// Measurements of (nearly) one period become one point, their mean weighted by inverse variance. A longer time never
/// writes less, so the points are then fitted by weighted isotonic regression (pool adjacent violators): one reading that
/// is too high is drawn towards its neighbours, and does not lift them all.
/// <para>
/// The variance of a count grows with the count, so readings that happen to be low would weigh too much. Each weight is
/// therefore what the inverse variance would be if all had found the same, bytes over variance; the variance of a value m
/// is then m over the sum of the weights.
/// </para>
/// </remarks>
internal static class WorkingSetAssembler
{
    /// <summary>Periods within this ratio are taken for one.</summary>
    private const double SamePeriod = 1.1;

    /// <summary>The curve of a guest that was counted and compared.</summary>
    /// <param name="counted">From the dirty-rate calculation.</param>
    /// <param name="compared">From comparing contents.</param>
    /// <param name="countsWrites">
    /// Whether every page written was counted, rewrites of the same value included, as a migration does: where that was done,
    /// contents tell less, and only their shorter times are added.
    /// </param>
    /// <param name="memoryTotal">Memory of the guest.</param>
    public static IReadOnlyList<WorkingSetPoint> Assemble(
        IReadOnlyList<WorkingSetReading> counted, IEnumerable<WorkingSetReading> compared, bool countsWrites, ByteCount memoryTotal) =>
        Assemble(countsWrites && counted.Count > 0
            ? [.. counted, .. compared.Where(c => c.Period < counted.Min(r => r.Period))]
            : [.. counted, .. compared], memoryTotal);

    /// <summary>The curve, by rising period; none of its points is above the guest's memory or below the one before.</summary>
    public static IReadOnlyList<WorkingSetPoint> Assemble(IEnumerable<WorkingSetReading> measured, ByteCount memoryTotal)
    {
        List<Level> levels = [];
        foreach (Level point in Group([.. measured.OrderBy(reading => reading.Period)]))
        {
            Level level = point;
            while (levels.Count > 0 && levels[^1].Bytes > level.Bytes)
            {
                level = levels[^1].Pool(level);
                levels.RemoveAt(levels.Count - 1);
            }

            levels.Add(level);
        }

        return [.. levels.SelectMany(level => level.Periods.Select(period => Point(period, level, memoryTotal)))];
    }

    private static WorkingSetPoint Point(TimeSpan period, Level level, ByteCount memoryTotal)
    {
        double bytes = Math.Min(level.Bytes, memoryTotal.Value);
        double variance = Math.Max(level.Bytes, 1 / level.Trust) / level.Trust;
        return new(period, new((long)Math.Round(bytes)), new((long)Math.Ceiling(Math.Sqrt(variance))));
    }

    private static IEnumerable<Level> Group(IReadOnlyList<WorkingSetReading> readings)
    {
        for (int first = 0, end; first < readings.Count; first = end)
        {
            end = first + 1;
            while (end < readings.Count && readings[end].Period <= SamePeriod * readings[first].Period)
                end++;
            yield return Combine([.. readings.Skip(first).Take(end - first)]);
        }
    }

    /// <summary>One point of all readings of a period; readings that differ by more than their errors make it less certain.</summary>
    private static Level Combine(IReadOnlyList<WorkingSetReading> readings)
    {
        double weight = readings.Sum(Weight);
        double bytes = readings.Sum(reading => Weight(reading) * reading.Bytes) / weight;
        double milliseconds = readings.Sum(reading => Weight(reading) * reading.Period.TotalMilliseconds) / weight;
        double spread = readings.Count > 1 && bytes > 0
            ? readings.Sum(reading => Weight(reading) * (reading.Bytes - bytes) * (reading.Bytes - bytes)) / (bytes * (readings.Count - 1))
            : 1;
        return new([TimeSpan.FromMilliseconds(Math.Round(milliseconds))], bytes, weight, weight / Math.Max(1, spread));
    }

    private static double Weight(WorkingSetReading reading)
    {
        double error = Math.Max(1, reading.Error);
        return Math.Max(reading.Bytes, error) / (error * error);
    }

    /// <summary>Neighbouring points that share one value.</summary>
    /// <param name="Periods">Of the points.</param>
    /// <param name="Bytes">The value.</param>
    /// <param name="Weight">How much it counts.</param>
    /// <param name="Trust">The weight that its error follows from: of pooled points the best one's, since they may share one sample.</param>
    private sealed record Level(IReadOnlyList<TimeSpan> Periods, double Bytes, double Weight, double Trust)
    {
        public Level Pool(Level next)
        {
            double weight = Weight + next.Weight;
            return new([.. Periods, .. next.Periods], ((Weight * Bytes) + (next.Weight * next.Bytes)) / weight, weight, Math.Max(Trust, next.Trust));
        }
    }
}
