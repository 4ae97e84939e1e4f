using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>What a plan costs.</summary>
internal static class PlannerSection
{
    public static void Write(Markdown page, ReportData data)
    {
        if (data.Plans.Count == 0)
            return;
        page.Heading("Planning");
        page.Paragraph("One plan of all candidates from a ready observation, in the process, one thread, after a warm-up of a second.");
        page.Table("plans|candidates|median, µs|p99, µs|allocated a plan, KiB", data.Plans.Select((PlannerRecord p) => (string[])
        [
            $"{p.Plans}", $"{p.Candidates}", Figures.Show(p.MedianMicroseconds, "0"), Figures.Show(p.P99Microseconds, "0"), Figures.Show(p.BytesPerPlan / 1024, "0.0"),
        ]));
    }
}
