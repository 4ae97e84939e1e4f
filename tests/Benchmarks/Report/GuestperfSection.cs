using ShadowMig.Benchmarks.Parts;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>The scenarios of QEMU's own benchmark beside ShadowMig, run by run.</summary>
internal static class GuestperfSection
{
    public static void Write(Markdown page, ReportData data)
    {
        RunRecord[] runs = [.. data.Runs.Where(r => r.Part == GuestperfPart.Name)];
        if (runs.Length == 0)
            return;
        page.Heading("QEMU's guestperf scenarios");
        page.Paragraph("""
            The worst case of QEMU's benchmark: a guest that rewrites all its memory with random content, on links that it outruns and that it
            does not. Its settings one by one, and what ShadowMig did with the same guest, link and limits.
            """);
        page.Table(
            "guest|setting|result|limits broken|total, s|downtime, ms|sent, MiB|work lost, s",
            runs.OrderBy(r => r.Cell.Id, StringComparer.Ordinal).ThenBy(r => r.CountedSeconds()).Select(r => (string[])
            [
                r.Cell.Id, r.Policy, $"{r.Result}", string.Join(", ", r.LimitsBroken), Figures.Seconds(r.TotalSeconds),
                Figures.Milliseconds(r.DowntimeSeconds), Figures.Mebibytes(r.TransferBytes), Figures.Seconds(r.WorkLostSeconds),
            ]));
    }
}
