using ShadowMig.Benchmarks.Parts;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>How far runs differ that are alike in everything: the error that is left to whoever predicts perfectly.</summary>
internal static class RepeatSection
{
    private const int Fewest = 3;

    public static void Write(Markdown page, ReportData data)
    {
        IGrouping<string, RunRecord>[] groups =
        [
            .. data.Runs.Where(r => r.Part.StartsWith(WarmUp.Repetition, StringComparison.Ordinal) && r.Result == RunResult.Completed)
                .GroupBy(r => r.Cell.Id).Where(g => g.Count() >= Fewest).OrderBy(g => g.Key, StringComparer.Ordinal),
        ];
        if (groups.Length == 0)
            return;
        page.Heading("The same migration again");
        page.Paragraph("""
            An idle guest moved to and fro with libvirt's defaults, nothing changed between the runs. The deviation is from the median of
            the runs alike: who knew the median would still be wrong by so much.
            """);
        page.Table(
            "guest|runs|total, s|deviation median|p90|downtime, ms|deviation median, ms|p90, ms|median|p90",
            groups.Select(g => Row(g.Key, [g])).Append(Row("all", groups)));
    }

    private static string[] Row(string name, IGrouping<string, RunRecord>[] groups)
    {
        (double Value, double Median)[] totals = Deviations(groups, r => r.TotalSeconds), pauses = Deviations(groups, r => r.DowntimeSeconds);
        return
        [
            name, $"{groups.Sum(g => g.Count())}",
            groups.Length == 1 ? Figures.Seconds(totals[0].Median) : "", Figures.Percent(Share(totals, 0.5)), Figures.Percent(Share(totals, 0.9)),
            groups.Length == 1 ? Figures.Milliseconds(pauses[0].Median) : "",
            Figures.Milliseconds(Sample.Quantile(pauses.Select(p => Math.Abs(p.Value - p.Median)), 0.5)),
            Figures.Milliseconds(Sample.Quantile(pauses.Select(p => Math.Abs(p.Value - p.Median)), 0.9)),
            Figures.Percent(Share(pauses, 0.5)), Figures.Percent(Share(pauses, 0.9)),
        ];
    }

    private static (double Value, double Median)[] Deviations(IGrouping<string, RunRecord>[] groups, Func<RunRecord, double?> quantity) =>
    [
        .. from runs in groups
           let values = runs.Select(quantity).OfType<double>().ToArray()
           let median = Sample.Median(values)
           where median is not null
           from value in values
           select (value, median.Value),
    ];

    private static double? Share((double Value, double Median)[] deviations, double share) =>
        Sample.Quantile(deviations.Where(d => d.Value > 0).Select(d => Math.Abs(d.Value - d.Median) / d.Value), share);
}
