using System.Text.Json;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>What observing costs, and how true it is.</summary>
internal static class ObservationSection
{
    private const double PageBytes = 4096;

    public static void Write(Markdown page, ReportData data)
    {
        ObservationRecord[] seen = [.. data.Observations.Where(o => o.Document is not null && o.Error is null)];
        if (seen.Length == 0)
            return;
        page.Heading("Observation");
        page.Paragraph(
            $"{seen.Length} observations of guests that write at random over 64 MiB. The guest counts its own writes n, so the distinct memory " +
            "written within a time is S(1 − e^(−n/S)); the error is the difference of the observed working set curve from it, as a share of it, over all points of the curve. " +
            "On a KVM without vmx or svm a page that is only read can count as dirty as well, in migrations too: there the curve shows more than the guest wrote, and rightly. " +
            "Guests called 'unread' do not look at what they wrote. libvirt tells whole MiB/s, and a sample of 512 pages a GiB, all that it takes of an emulated guest, hits " +
            "64 MiB with 32 pages.");
        page.Table(
            "guest|seconds, median|guest's writes lost meanwhile|error median|error p90",
            seen.GroupBy(o => o.Cell.Id).Select(g => (string[])
            [
                g.Key,
                Figures.Show(Sample.Median(g.Select(o => o.Seconds)), "0.0"),
                Figures.Percent(Sample.Median(g.Select(o => 1 - o.ObservedPagesPerSecond / o.BaselinePagesPerSecond).OfType<double>())),
                Figures.Percent(Sample.Median(g.SelectMany(Errors))),
                Figures.Percent(Sample.Quantile(g.SelectMany(Errors), 0.9)),
            ]));
    }

    private static IEnumerable<double> Errors(ObservationRecord record)
    {
        if (record.Document?.At("observation.workingSet") is not { ValueKind: JsonValueKind.Array } curve || record.ObservedPagesPerSecond is not { } rate)
            yield break;
        double pages = record.Cell.DirtyMebibytes * 256.0;
        foreach (JsonElement point in curve.EnumerateArray())
        {
            double writes = rate * point.GetProperty("seconds").GetDouble();
            double distinct = pages * (1 - Math.Exp(-writes / pages)) * PageBytes;
            if (distinct > 0)
                yield return Math.Abs(point.GetProperty("bytes").GetDouble() - distinct) / distinct;
        }
    }
}
