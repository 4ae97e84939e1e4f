using ShadowMig.Driver.Model;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Table 1 of the paper for one guest, for people.</summary>
internal static class ObservationView
{
    private const int BarWidth = 40;

    /// <summary>Writes the readings and the working set curve.</summary>
    public static void Write(HumanConsole console, GuestObservation observation)
    {
        Table facts = console.Facts($"{observation.Domain.Name}: memory and network");
        facts.AddRow("memory", HumanText.Size(observation.MemoryTotal));
        facts.AddRow("resident", HumanText.Size(observation.MemoryResident));
        facts.AddRow("zero pages", WithError(observation.ZeroPageRatio, observation.ZeroPageRatioError));
        facts.AddRow("page size", HumanText.Size(observation.PageSize));
        facts.AddRow("dirty rate", observation.DirtyRate is null ? HumanText.Unknown : $"{HumanText.Rate(observation.DirtyRate)}  (by {observation.DirtyRateMode?.Name()})");
        foreach ((int vcpu, BytesPerSecond rate) in observation.VcpuDirtyRates.OrderBy(v => v.Key))
            facts.AddRow($"  vCPU {vcpu}", HumanText.Rate(rate));
        facts.AddRow("changed bytes in a changed page", HumanText.Ratio(observation.ChangedByteRatio));
        if (observation.Delta is { } delta)
            facts.AddRow("XBZRLE delta of a changed page", $"{HumanText.RoughSize(new((long)delta.Bytes))}, {HumanText.Ratio(delta.OverflowRatio)} sent whole");
        if (observation.CompressedRatio is not null)
            facts.AddRow("compressed size of pages in use", HumanText.Ratio(observation.CompressedRatio));
        if (observation.ChangedCompressedRatio is not null)
            facts.AddRow("compressed size of pages that change", HumanText.Ratio(observation.ChangedCompressedRatio));
        facts.AddRow("network", HumanText.Rate(observation.NetworkRate));
        if (!observation.IsRunning)
            facts.AddRow("state", "paused: it writes nothing");
        console.Write(facts);
        WriteCurve(console, observation);
    }

    private static string WithError(double? ratio, double? error) =>
        ratio is not null && error is not null ? $"{HumanText.Ratio(ratio)} ± {HumanText.Ratio(error)}" : HumanText.Ratio(ratio);

    private static void WriteCurve(HumanConsole console, GuestObservation observation)
    {
        if (observation.WorkingSet.Count == 0)
            return;
        Table curve = console.Table("Writable working set: distinct memory written within a time", "within", "distinct", "±", "");
        double largest = Math.Max(1, observation.WorkingSet.Max(p => p.Distinct.Value));
        foreach (WorkingSetPoint point in observation.WorkingSet)
            curve.AddRow(HumanText.Time(point.Period), HumanText.RoughSize(point.Distinct), HumanText.Ratio(point.RelativeError), $"[blue]{HumanText.Bar(point.Distinct.Value / largest, BarWidth)}[/]");
        console.Write(curve);
    }
}
