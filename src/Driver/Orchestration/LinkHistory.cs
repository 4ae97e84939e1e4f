using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Past migrations over one link → what it gives. Pure.</summary>
public static class LinkHistory
{
    private const int Considered = 5;

    // A downtime holds the fixed cost and whatever was left to send: the least of several comes closest to the cost.
    private const int Convincing = 3;

    // Less than this is mostly set-up: its rate says nothing about the link.
    private static readonly ByteCount Telling = ByteCount.FromMebibytes(64);

    /// <summary>Learns.</summary>
    /// <param name="entries">Migrations over the link, newest first, finished or not.</param>
    /// <param name="options">What to assume otherwise.</param>
    public static LinkEstimate Learn(IReadOnlyList<JournalEntry> entries, LinkOptions options)
    {
        MigrationReport[] completed =
            [.. entries.Select(e => e.Report).OfType<MigrationReport>().Where(r => r is { Result: MigrationResult.Completed, Actual: not null })];
        BytesPerSecond assumed = BytesPerSecond.FromMebibytes(options.AssumedMebibytesPerSecond);
        double[] free = [.. completed.Where(r => Cap(r) is null && IsPlain(r)).Select(Rate).OfType<double>().Take(Considered)];
        // Under a cap the link is only known to give at least what was reached.
        double floor = completed.Where(r => Cap(r) is not null).Select(Rate).OfType<double>().DefaultIfEmpty(0).Max();
        double rate = free.Length > 0 ? Math.Max(Median(free), floor) : Math.Max(assumed.Value, floor);
        TimeSpan[] costs = [.. completed.Select(r => SwitchoverCost(r, rate)).OfType<TimeSpan>().Take(Considered)];
        return new()
        {
            Rate = new(rate),
            IsMeasured = free.Length > 0,
            SwitchoverCost = costs.Length >= Convincing ? costs.Min() : options.AssumedSwitchoverCost,
        };
    }

    private static BytesPerSecond? Cap(MigrationReport report) => report.Plan.Chosen?.Parameters?.Bandwidth;

    // The shadow cache sends as fast as it encodes, which says nothing about the link.
    private static bool IsPlain(MigrationReport report) => report.Plan.Chosen?.Strategy == MigrationStrategy.Plain;

    private static double? Rate(MigrationReport report) =>
        report.Actual is { Transferred: { } bytes, TotalTime: { } time, Downtime: var downtime }
        && bytes >= Telling && time - (downtime ?? TimeSpan.Zero) is { Ticks: > 0 } sending
            ? (bytes / sending).Value
            : null;

    // What the downtime was beyond sending what the plan expected to be left; deltas and post-copy leave next to nothing.
    private static TimeSpan? SwitchoverCost(MigrationReport report, double rate)
    {
        if (report.Actual?.Downtime is not { } downtime || report.Plan.Chosen?.Prediction is not { } prediction)
            return null;
        double rest = IsPlain(report) && prediction.Rounds is [.., { Dirtied.Value: var left }] ? left / rate : 0;
        double cost = downtime.TotalSeconds - rest;
        return cost > 0 ? TimeSpan.FromSeconds(cost) : null;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
