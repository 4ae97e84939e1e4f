using System.Text.Json;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Makes the page, the plots and the list of runs from the records.</summary>
internal static class ReportWriter
{
    private const string Introduction = """
        # Benchmarks

        `scripts/bench` measures ShadowMig on real libvirt and QEMU in the lab (docs/lab.md) and writes this page; `scripts/bench --report`
        makes it again from what was measured. Each cell is one guest with a workload, a link rate, and a permission for post-copy;
        every policy moves that same guest to and fro. Nothing here is an estimate: a number that could not be measured is a dash.
        What it costs to watch many guests, beside Debian's exporter and a bare program, is in [load.md](load.md); the overload policies, in [simulation.md](simulation.md).
        """;

    public static void Write(BenchOptions options)
    {
        ReportData data = ReportData.Load(options.Out);
        if (data.Runs.Count + data.Plans.Count + data.Observations.Count == 0)
        {
            Console.WriteLine($"no records in {options.Out}: no report");
            return;
        }
        string plots = Path.Combine(options.Docs, "benchmarks");
        Directory.CreateDirectory(plots);
        Save(plots, "predicted-total.svg", TotalPlot.Draw(data));
        Save(plots, "blackout.svg", BlackoutPlot.Draw(data));
        PredictedRun[] predicted = [.. data.OurRuns.Select(PredictedRun.From).OfType<PredictedRun>()];
        foreach ((int index, string plot) in RoundPlots.Draw(predicted).Index())
            Save(plots, $"rounds-{index + 1}.svg", plot);
        IReadOnlyList<RunRecord> brief = [.. data.Runs.Select(r => r with { Document = null, Rounds = [], Forecasts = [] })];
        Save(plots, "runs.json", JsonSerializer.Serialize(brief, BenchJson.Default.IReadOnlyListRunRecord) + "\n");
        string path = Path.Combine(options.Docs, "benchmarks.md");
        File.WriteAllText(path, Page(data));
        Console.WriteLine($"report: {path}");
    }

    private static string Page(ReportData data)
    {
        var page = new Markdown().Paragraph(Introduction);
        MachineSection.Write(page, data);
        if (data.Cells.Count > 0)
        {
            PeersSection.Write(page, data);
            page.Paragraph("![Blackout against total time](benchmarks/blackout.svg)");
            BestSection.Write(page, data);
        }
        BlackoutSection.Write(page, data);
        GuestperfSection.Write(page, data);
        PredictionSection.Write(page, data);
        RepeatSection.Write(page, data);
        ForecastSection.Write(page, data);
        if (data.OurRuns.Count > 0)
            DecisionSection.Write(page, data);
        ObservationSection.Write(page, data);
        PlannerSection.Write(page, data);
        return page.ToString();
    }

    private static void Save(string folder, string name, string? content)
    {
        if (content is not null)
            File.WriteAllText(Path.Combine(folder, name), content);
    }
}
