using ShadowMig.Benchmarks.Cells;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Predicted against measured total time, a dot a migration.</summary>
internal static class TotalPlot
{
    private const string Quantity = "totalSeconds";

    public static string? Draw(ReportData data)
    {
        PredictedRun[] runs =
        [
            .. data.OurRuns.Select(PredictedRun.From).OfType<PredictedRun>().Where(r => r.Predicted(Quantity) > 0 && r.Actual(Quantity) > 0),
        ];
        if (runs.Length == 0)
            return null;
        List<PlotSeries> series =
        [
            .. runs.GroupBy(r => r.Run.Cell.Host).OrderBy(g => g.Key).Select(g => new PlotSeries(
                Name(g.Key), [.. g.Select(r => (r.Actual(Quantity)!.Value, r.Predicted(Quantity)!.Value))])),
        ];
        series.Add(new PlotSeries("naive model", [.. runs.Where(r => r.Naive is not null).Select(r => (r.Actual(Quantity)!.Value, r.Naive!.TotalSeconds))]));
        double[] all = [.. series.SelectMany(s => s.Points).SelectMany(p => (double[])[p.X, p.Y])];
        series.Add(new PlotSeries("as predicted", [(all.Min(), all.Min()), (all.Max(), all.Max())], IsLine: true, IsDashed: true));
        return SvgPlot.Draw("Total time of migrations", new PlotAxis("measured, s", all, true), new PlotAxis("predicted, s", all, true), series);
    }

    private static string Name(HostKind host) => host switch
    {
        HostKind.MicroBookworm => "micro-guest, bookworm",
        HostKind.MicroTrixie => "micro-guest, trixie",
        _ => "Linux guest, trixie",
    };
}
