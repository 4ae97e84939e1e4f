using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Parts;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>What was run, and on what.</summary>
internal static class MachineSection
{
    public static void Write(Markdown page, ReportData data)
    {
        int matrix = CellDraw.Matrix(data.Machine?.Seed ?? 1).Count;
        int ours = data.Cells.Values.Count(c => c.ContainsKey(ReportData.Ours));
        RunRecord[] prediction = [.. data.Runs.Where(r => r.Part == PredictionPart.Name && r.Policy == ReportData.Ours)];
        page.Heading("What was run");
        page.Paragraph(
            $"{data.Runs.Count} migrations: {ours} of the {matrix} cells of the comparison and {prediction.Length} more workloads for the prediction, " +
            $"drawn at random with seed {data.Machine?.Seed}. Cells that time did not reach say nothing here.");
        if (data.Machine is { } machine)
        {
            page.Table("what|value",
            [
                ["processor", $"{machine.Cores} cores, {machine.Processor}"],
                ["memory", $"{Figures.Show(machine.MemoryGibibytes, "0.0")} GiB"],
                ["system", $"{machine.Kernel}, {machine.Runtime}"],
                .. machine.Versions.OrderBy(v => v.Key).Select(v => (string[])[$"hosts, {v.Key}", v.Value]),
                ["revisions", Revisions(data)],
            ]);
        }
        page.Paragraph(
            $"The load average before a run had the median {Figures.Show(Sample.Median(data.Runs.Select(r => r.LoadAverage).OfType<double>()), "0.0")} " +
            $"and at most {Figures.Show(data.Runs.Max(r => r.LoadAverage), "0.0")}; the guest itself and the two QEMUs make up to about two.");
        page.Paragraph("""
            Both hosts, the guest and the link share the machine's cores, so absolute times are those of a small machine; ratios
            between policies on the same guest and link are the result. Micro-guests run on KVM, Linux guests on TCG. Runs, without
            the long plans, are in [runs.json](benchmarks/runs.json).
            """);
    }

    private static string Revisions(ReportData data) => string.Join(", ", data.Runs
        .GroupBy(r => (r.Revision, Ours: r.Policy.StartsWith(ReportData.Ours, StringComparison.Ordinal)))
        .OrderBy(g => g.Min(r => r.StartedAt))
        .Select(g => $"{g.Key.Revision ?? "unknown"} ({g.Count()} {(g.Key.Ours ? "of ShadowMig" : "of others")})"));
}
