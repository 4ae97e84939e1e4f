using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Predicted against measured.</summary>
internal static class PredictionSection
{
    private static readonly (string Name, string Quantity, Func<double?, string> Unit)[] Quantities =
    [
        ("total time, ms", "totalSeconds", Figures.Milliseconds),
        ("downtime, ms", "downtimeSeconds", Figures.Milliseconds),
        ("memory sent, MiB", "transferBytes", Figures.Mebibytes),
    ];

    public static void Write(Markdown page, ReportData data)
    {
        PredictedRun[] runs = [.. data.OurRuns.Select(PredictedRun.From).OfType<PredictedRun>()];
        if (runs.Length == 0)
            return;
        int answered = runs.Count(r => r.Naive is not null);
        page.Heading("Prediction");
        page.Paragraph(
            $"{runs.Length} migrations of ShadowMig's own choosing that completed. The error is |p50 − measured|, also as a share of what was measured. " +
            $"The naive model (constant dirty rate of the first second, constant link, no overheads) works on the same observation and has an answer for {answered} of them; " +
            "its errors are over those. Inside means that the measured value lies between p10 and p90; 80 % would be ideal.");
        page.Table(
            "quantity|median error|p90 error|median|p90|mean|median shift|inside p10–p90|naive: median error|p90 error|median|p90|mean",
            Quantities.Select(q => Row(q.Name, q.Quantity, q.Unit, runs)));
        page.Paragraph("![Predicted against measured total time](benchmarks/predicted-total.svg)");
        for (int i = 1; i <= RoundPlots.Count(runs); i++)
            page.Line($"![Predicted against measured, round by round](benchmarks/rounds-{i}.svg)");
        page.Line();
    }

    private static string[] Row(string name, string quantity, Func<double?, string> unit, PredictedRun[] runs)
    {
        (double Predicted, double Actual)[] ours = Pairs(runs, quantity, r => r.Predicted(quantity));
        (double Predicted, double Actual)[] naive = Pairs(runs, quantity, r => r.OfNaive(quantity));
        bool[] covered = [.. runs.Select(r => r.Covered(quantity)).OfType<bool>()];
        return
        [
            name, unit(Error(ours, 0.5)), unit(Error(ours, 0.9)), Figures.Percent(Share(ours, 0.5)), Figures.Percent(Share(ours, 0.9)), Figures.Percent(Mean(ours)),
            Figures.Percent(Sample.Median(ours.Where(p => p.Actual > 0).Select(p => (p.Predicted - p.Actual) / p.Actual))),
            Figures.Percent(Sample.Share(covered, c => c)),
            unit(Error(naive, 0.5)), unit(Error(naive, 0.9)), Figures.Percent(Share(naive, 0.5)), Figures.Percent(Share(naive, 0.9)), Figures.Percent(Mean(naive)),
        ];
    }

    private static (double Predicted, double Actual)[] Pairs(PredictedRun[] runs, string quantity, Func<PredictedRun, double?> predicted) =>
    [
        .. runs.Where(r => predicted(r) is not null && r.Actual(quantity) is not null).Select(r => (predicted(r)!.Value, r.Actual(quantity)!.Value)),
    ];

    private static double? Error((double Predicted, double Actual)[] pairs, double share) =>
        Sample.Quantile(pairs.Select(p => Math.Abs(p.Predicted - p.Actual)), share);

    private static double? Mean((double Predicted, double Actual)[] pairs) =>
        Sample.Mean(pairs.Where(p => p.Actual > 0).Select(p => Math.Abs(p.Predicted - p.Actual) / p.Actual));

    private static double? Share((double Predicted, double Actual)[] pairs, double share) =>
        Sample.Quantile(pairs.Where(p => p.Actual > 0).Select(p => Math.Abs(p.Predicted - p.Actual) / p.Actual), share);
}
