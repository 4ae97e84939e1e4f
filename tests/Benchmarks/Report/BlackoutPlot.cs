using ShadowMig.Benchmarks.Parts;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Blackout against total time of every completed run of the comparison, by policy.</summary>
internal static class BlackoutPlot
{
    public static string? Draw(ReportData data)
    {
        PlotSeries[] series =
        [
            .. data.Runs
                .Where(r => r.Part == PeersPart.Name && r.Result == RunResult.Completed && r.TotalSeconds > 0 && r.BlackoutSeconds > 0)
                .Where(r => !r.Policy.StartsWith(ReportData.Ours + ":", StringComparison.Ordinal))
                .GroupBy(r => r.Policy)
                .OrderByDescending(g => g.Key == ReportData.Ours).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new PlotSeries(g.Key, [.. g.Select(r => (r.TotalSeconds!.Value, r.BlackoutSeconds!.Value * 1000))])),
        ];
        return series.Length == 0 ? null : SvgPlot.Draw(
            "What a guest's users see, against how long it takes",
            new PlotAxis("total time, s", series.SelectMany(s => s.Points).Select(p => p.X), true),
            new PlotAxis("longest silence of the guest, ms", series.SelectMany(s => s.Points).Select(p => p.Y), true),
            series);
    }
}
