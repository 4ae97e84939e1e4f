using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>ShadowMig against each other policy.</summary>
internal static class PeersSection
{
    public static void Write(Markdown page, ReportData data)
    {
        page.Heading("Against what people use");
        page.Paragraph("""
            Every policy gets the same guest, link and limits: 300 ms downtime, 60 s in all, at most 50 % throttling, post-copy where
            the cell allows it. Time is libvirt's own for the completed job, ShadowMig's observation before it not counted (the column
            'wall' below has it). A run that breaks a limit, gives up, fails or is refused counts as 60 s. The ratio is ShadowMig's time
            over the other's, as geometric mean: below 1 ShadowMig is faster.
            """);
        page.Table(
            "other|cells|ShadowMig keeps all limits|the other keeps all limits|time ratio|time ratio where both keep|where both complete, limits aside|worst cell where both keep|only ShadowMig keeps|only the other keeps",
            data.Peers.Select(p => Row(Compare(data, p))));
        page.Heading("Each policy by itself");
        page.Paragraph("""
            Medians are over the runs that kept all limits, except blackout and guest work lost, which are over all completed runs.
            The physical limit is the time to send the guest's filled memory once over the link (of Linux guests without the kernel's
            own memory). Blackout is the longest silence of the guest's console from outside, ShadowMig's observation included. Work lost is the guest's writes that did not happen during the transfer, in seconds of
            its pace before.
            """);
        page.Table(
            "policy|runs|kept|gave up or refused|broke a limit|failed|total ÷ physical limit|downtime, ms|blackout median, ms|blackout p99, ms|work lost, s|sent ÷ filled|wall, s",
            data.Runs.Where(r => r.Part == Parts.PeersPart.Name).GroupBy(r => r.Policy).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row(g.Key, [.. g])));
    }

    private static Comparison Compare(ReportData data, string peer) => Comparison.Of(peer,
    [
        .. data.Cells.Values.Where(c => c.ContainsKey(peer) && c.ContainsKey(ReportData.Ours)).Select(c => (c[ReportData.Ours], c[peer])),
    ]);

    private static string[] Row(Comparison comparison) =>
    [
        comparison.Other, $"{comparison.Cells}", $"{comparison.OursKept}", $"{comparison.TheirsKept}",
        Figures.Ratio(comparison.TimeRatio), Figures.Ratio(comparison.TimeRatioBothKept), Figures.Ratio(comparison.TimeRatioBothCompleted),
        comparison.Worst is { } worst ? $"{Figures.Ratio(worst.Ratio)} ({worst.Cell})" : "–",
        $"{comparison.OnlyOurs}", $"{comparison.OnlyTheirs}",
    ];

    private static string[] Row(string policy, RunRecord[] runs)
    {
        RunRecord[] kept = [.. runs.Where(r => r.Kept())];
        RunRecord[] completed = [.. runs.Where(r => r.Result == RunResult.Completed)];
        double[] blackouts = [.. completed.Select(r => r.BlackoutSeconds).OfType<double>()];
        return
        [
            policy, $"{runs.Length}", $"{kept.Length}",
            $"{runs.Count(r => r.Result is RunResult.GaveUp or RunResult.Refused or RunResult.Deadline)}",
            $"{runs.Count(r => r.LimitsBroken.Count > 0)}",
            $"{runs.Count(r => r.Result is RunResult.Failed or RunResult.Lost || !r.GuestWhole)}",
            Figures.Ratio(Sample.Median(kept.Select(r => r.CountedSeconds() / (r.Cell.FilledBytes / r.Cell.LinkBytesPerSecond)))),
            Figures.Milliseconds(Sample.Median(kept.Select(r => r.DowntimeSeconds).OfType<double>())),
            Figures.Milliseconds(Sample.Median(blackouts)),
            Figures.Milliseconds(Sample.Quantile(blackouts, 0.99)),
            Figures.Seconds(Sample.Median(completed.Select(r => r.WorkLostSeconds).OfType<double>().Select(s => Math.Max(0, s)))),
            Figures.Ratio(Sample.Median(kept.Where(r => r.TransferBytes is not null).Select(r => (double)r.TransferBytes!.Value / r.Cell.FilledBytes))),
            Figures.Seconds(Sample.Median(kept.Select(r => r.WallSeconds))),
        ];
    }
}
