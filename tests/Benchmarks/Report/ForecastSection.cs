using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>The time left as it was shown in flight, against when the transfer really ended.</summary>
internal static class ForecastSection
{
    // Before a fifth of the time nobody has seen enough.
    private const double FromShare = 0.2;

    // The link has changed by then, and one reading of the new rate was possible.
    private static readonly double AfterSqueeze = SqueezedMover.After.TotalSeconds + 1.5;

    public static void Write(Markdown page, ReportData data)
    {
        RunRecord[] runs = [.. data.Runs.Where(r => r is { Result: RunResult.Completed, TotalSeconds: > 0, Forecasts.Count: > 0 } && IsOfOurChoice(r))];
        if (runs.Length == 0)
            return;
        page.Heading("Time left, as shown in flight");
        page.Paragraph(
            "The error is |shown end − real end| as a share of the total time, of everything shown once a fifth of it had passed. Silent: shown 'unknown' " +
            "then. On a squeezed link the rate falls to 60 % two seconds after the transfer began; what is shown counts from 1.5 s after that.");
        page.Table("link|migrations|shown|silent|median|p90|largest",
        [
            Row("as planned", [.. runs.Where(r => r.Policy == ReportData.Ours)], 0),
            Row("squeezed", [.. runs.Where(r => r.Policy != ReportData.Ours)], AfterSqueeze),
        ]);
    }

    // What was learned in warm-ups is no forecast to be judged.
    private static bool IsOfOurChoice(RunRecord run) =>
        run.Policy is ReportData.Ours or SqueezedMover.Policy && !run.Part.StartsWith("warm-up", StringComparison.Ordinal);

    private static string[] Row(string name, RunRecord[] runs, double fromSeconds)
    {
        double[] shown =
        [
            .. from run in runs
               from forecast in run.Forecasts
               let total = run.TotalSeconds!.Value
               where forecast.AtSeconds >= Math.Max(fromSeconds, FromShare * total) && forecast.AtSeconds <= total
               select Math.Abs(forecast.AtSeconds + (forecast.RemainingSeconds ?? double.NaN) - total) / total,
        ];
        double[] errors = [.. shown.Where(double.IsFinite)];
        return
        [
            name, $"{runs.Length}", $"{errors.Length}", $"{shown.Length - errors.Length}",
            Figures.Percent(Sample.Median(errors)), Figures.Percent(Sample.Quantile(errors, 0.9)), Figures.Percent(Sample.Quantile(errors, 1)),
        ];
    }
}
