using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>How long the guest was silent, beyond what a switch-over costs whatever is done.</summary>
internal static class BlackoutSection
{
    private const double Longest = 0.3;

    public static void Write(Markdown page, ReportData data)
    {
        (RunRecord Run, double Fixed)[] runs =
        [
            .. from run in data.OurRuns
               where run is { Result: RunResult.Completed, BlackoutSeconds: not null }
               let plan = run.Document?.At("plan")
               let cost = plan?.NumberOrNull("link.switchoverSeconds")
               where cost is not null && plan?.TextOrNull("strategy") != "post-copy"
               select (run, cost.Value),
        ];
        if (runs.Length == 0)
            return;
        double[] silences = [.. runs.Select(r => r.Run.BlackoutSeconds!.Value)];
        page.Heading("Blackout without post-copy");
        page.Paragraph(
            $"The longest silence of the guest in {runs.Length} completed migrations of ShadowMig's own choosing without post-copy. The fixed cost is what the link " +
            "was known to take for a switch-over of a guest that writes nothing.");
        page.Table("quantity|median|p90|p99|within 300 ms",
        [
            ["blackout, ms", .. Quantiles(silences), Figures.Percent(Sample.Share(silences, s => s <= Longest))],
            ["beyond the fixed cost, ms", .. Quantiles([.. runs.Select(r => r.Run.BlackoutSeconds!.Value - r.Fixed)]), ""],
            ["downtime by libvirt, ms", .. Quantiles([.. runs.Select(r => r.Run.DowntimeSeconds).OfType<double>()]), ""],
        ]);
    }

    private static string[] Quantiles(double[] values) =>
        [.. ((double[])[0.5, 0.9, 0.99]).Select(share => Figures.Milliseconds(Sample.Quantile(values, share)))];
}
