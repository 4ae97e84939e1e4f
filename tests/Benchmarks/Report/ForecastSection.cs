using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>The time left as it was shown in flight, against when the transfer really ended.</summary>
internal static class ForecastSection
{
    // Before a fifth of the time nobody has seen enough.
    private const double From = 0.2;

    public static void Write(Markdown page, ReportData data)
    {
        RunRecord[] runs = [.. data.Runs.Where(r => r is { Result: RunResult.Completed, TotalSeconds: > 0, Forecasts.Count: > 0 } && IsOfOurChoice(r))];
        if (runs.Length == 0)
            return;
        page.Heading("Time left, as shown in flight");
        page.Paragraph(
            "The error is |shown end − real end| as a share of the total time, of everything shown once a fifth of it had passed. Silent: shown 'unknown' " +
            "then. On a squeezed link the rate falls to 60 % two seconds after the transfer began, which no plan can foresee.");
        page.Table("link|migrations|shown|silent|median|p90|largest", [Row("as planned", [.. runs.Where(r => r.Policy == ReportData.Ours)]),
            Row("squeezed", [.. runs.Where(r => r.Policy != ReportData.Ours)])]);
    }

    // What was learned in warm-ups is no forecast to be judged.
    private static bool IsOfOurChoice(RunRecord run) =>
        run.Policy is ReportData.Ours or "shadowmig:squeezed" && !run.Part.StartsWith("warm-up", StringComparison.Ordinal);

    private static string[] Row(string name, RunRecord[] runs)
    {
        (double? Error, RunRecord Run)[] shown =
        [
            .. from run in runs
               from forecast in run.Forecasts
               where forecast.AtSeconds >= From * run.TotalSeconds && forecast.AtSeconds <= run.TotalSeconds
               select (Math.Abs(forecast.AtSeconds + forecast.RemainingSeconds.GetValueOrDefault(double.NaN) - run.TotalSeconds!.Value) / run.TotalSeconds, run),
        ];
        double[] errors = [.. shown.Select(s => s.Error).OfType<double>().Where(double.IsFinite)];
        return
        [
            name, $"{runs.Length}", $"{errors.Length}", $"{shown.Length - errors.Length}",
            Figures.Percent(Sample.Median(errors)), Figures.Percent(Sample.Quantile(errors, 0.9)), Figures.Percent(Sample.Quantile(errors, 1)),
        ];
    }
}
