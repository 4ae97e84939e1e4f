using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>How much memory the guest dirties while it migrates, as a function of time.</summary>
/// <param name="Curve">W(t) of the middle case.</param>
/// <param name="Least">Of the curve, the share that the mildest of the latest rounds showed.</param>
/// <param name="Most">Of the curve, the multiple that the wildest of the latest rounds showed.</param>
/// <param name="EverDirtied">Memory that is written at all, bytes: as much as was ever found dirty at once.</param>
/// <param name="Spans">How many measurements after the first pass it rests on.</param>
internal readonly record struct DirtyingEstimate(WorkingSetCurve Curve, double Least, double Most, double EverDirtied, int Spans)
{
    private const int Latest = 4;
    private const int Considered = 12;
    private const double LeastSpread = 0.05;
    private const double SpreadOfThePlan = 0.25;

    /// <summary>Estimates it from the rounds; the plan's curve gives the shape where no round was.</summary>
    public static DirtyingEstimate From(MigrationPlan plan, IReadOnlyList<MeasuredRound> rounds, double memoryBytes)
    {
        WorkingSetPoint[] planned = Planned(plan);
        WorkingSetCurve prior = WorkingSetFit.Fit(planned, new((long)memoryBytes)).Curve;
        List<DirtyingSpan> spans = DirtyingSpan.From(rounds);
        if (spans.Count == 0)
            return new(prior, 1 - SpreadOfThePlan, 1 + SpreadOfThePlan, prior.At(3600), 0);

        DirtyingSpan[] latest = [.. spans.TakeLast(Considered)];
        double ever = spans.Max(s => s.BytesPerRound);
        double shortest = latest.Min(s => s.SecondsPerRound);
        double scale = Median([.. latest.Select(s => prior.At(s.SecondsPerRound) is var p and > 0 ? s.BytesPerRound / p : 1)]);
        WorkingSetPoint[] points =
        [
            .. planned.Where(p => p.Period.TotalSeconds < shortest).Select(p => p with { Distinct = new((long)(p.Distinct.Value * scale)) }),
            .. latest.Select(s => new WorkingSetPoint(TimeSpan.FromSeconds(s.SecondsPerRound), new((long)s.BytesPerRound))),
        ];
        WorkingSetCurve fit = WorkingSetFit.Fit(points, new((long)memoryBytes)).Curve;

        // The guest may do something else now than at first: the latest rounds say how much, all of them say in what shape.
        double[] ratios = [.. latest.TakeLast(Latest).Select(s => fit.At(s.SecondsPerRound) is var w and > 0 ? s.BytesPerRound / w : 1)];
        double middle = ratios.Average();
        WorkingSetCurve curve = fit.Scale(middle, 0);
        int later = rounds is [{ } first, ..] && spans[0].EndedAt == first.EndedAt ? spans.Count - 1 : spans.Count;
        return middle > 0
            ? new(curve, Math.Min(ratios.Min() / middle, 1 - LeastSpread), Math.Max(ratios.Max() / middle, 1 + LeastSpread), ever, later)
            : new(curve, 1, 1, ever, later);
    }

    private static WorkingSetPoint[] Planned(MigrationPlan plan)
    {
        double factor = plan.Correction?.DirtyingFactor ?? 1;
        WorkingSetPoint[] observed =
            [.. plan.Observation?.WorkingSet.Where(p => p.Period > TimeSpan.Zero).Select(p => p with { Distinct = new((long)(p.Distinct.Value * factor)) }) ?? []];
        return observed.Length > 0
            ? observed
            : [.. plan.Chosen?.Prediction?.Rounds.Where(r => r.Time > TimeSpan.Zero).Select(r => new WorkingSetPoint(r.Time, r.Dirtied)) ?? []];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
