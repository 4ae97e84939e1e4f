using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>ShadowMig's own choice against the best that trying everything would have found.</summary>
internal static class BestSection
{
    public static void Write(Markdown page, ReportData data)
    {
        (RunRecord Ours, RunRecord Best)[] ofStrategies = [.. Pairs(data, p => p.StartsWith(ReportData.Ours + ":", StringComparison.Ordinal))];
        (RunRecord Ours, RunRecord Best)[] ofAll = [.. Pairs(data, p => p != ReportData.Ours)];
        if (ofAll.Length == 0)
            return;
        page.Heading("Against the best technique found by trying all");
        page.Paragraph("""
            For each cell the fastest run that kept all limits, of all strategies forced one by one (`--strategy`), or of those and all
            other policies: what an oracle would have chosen. It has the luck of the best of many runs on its side.
            """);
        page.Table(
            "oracle|cells|ShadowMig keeps all limits|the oracle keeps all limits|time ratio|time ratio where both keep|where both complete, limits aside|worst cell where both keep|only ShadowMig keeps|only the oracle keeps",
            [Row("every strategy", ofStrategies), Row("everything", ofAll)]);
        page.Paragraph(
            $"Time over the physical limit, median over the cells in which all limits were kept: ShadowMig {OverLimit(ofAll.Select(p => p.Ours))}, " +
            $"the best of everything tried {OverLimit(ofAll.Select(p => p.Ours.CountedSeconds() < p.Best.CountedSeconds() ? p.Ours : p.Best))}.");
    }

    private static IEnumerable<(RunRecord Ours, RunRecord Best)> Pairs(ReportData data, Func<string, bool> candidate) =>
        from cell in data.Cells.Values
        where cell.ContainsKey(ReportData.Ours)
        let others = cell.Where(r => candidate(r.Key)).Select(r => r.Value).ToArray()
        where others.Length > 0
        select (cell[ReportData.Ours], others.MinBy(r => r.CountedSeconds())!);

    private static string OverLimit(IEnumerable<RunRecord> runs) => Figures.Ratio(
        Sample.Median(runs.Where(r => r.Kept()).Select(r => r.CountedSeconds() / (r.Cell.FilledBytes / r.Cell.LinkBytesPerSecond))));

    private static string[] Row(string name, (RunRecord Ours, RunRecord Best)[] pairs)
    {
        Comparison comparison = Comparison.Of(name, pairs);
        return
        [
            name, $"{comparison.Cells}", $"{comparison.OursKept}", $"{comparison.TheirsKept}",
            Figures.Ratio(comparison.TimeRatio), Figures.Ratio(comparison.TimeRatioBothKept), Figures.Ratio(comparison.TimeRatioBothCompleted),
            comparison.Worst is { } worst ? $"{Figures.Ratio(worst.Ratio)} ({worst.Cell})" : "–",
            $"{comparison.OnlyOurs}", $"{comparison.OnlyTheirs}",
        ];
    }
}
