using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Past migrations over one link → what it gives. Pure.</summary>
public static class LinkHistory
{
    private const int Considered = 12;

    // A cap that was not reached says what the link gives.
    private const double Reached = 0.9;

    private const double AssumedRateSpread = 0.05;
    private const double AssumedSetupSpread = 0.25;
    private const double AssumedCostSpread = 0.4;

    // An interface gives about so much of its speed to one TCP stream, more or less.
    private const double ShareOfCapacity = 0.94;
    private const double CapacitySpread = 0.25;

    // A pause may be odd, since somebody paused the guest or its host swapped: one teaches no more than this much of what was known.
    private const double MostOfKnown = 4;
    private static readonly TimeSpan MostBeyondKnown = TimeSpan.FromMilliseconds(100);

    // Less than this is mostly set-up: its rate says nothing about the link.
    private static readonly ByteCount Telling = ByteCount.FromMebibytes(64);

    /// <summary>Learns.</summary>
    /// <param name="entries">Migrations over the link, newest first, finished or not.</param>
    /// <param name="options">What to assume otherwise.</param>
    /// <param name="capacity">Speed of the interface; null when unknown.</param>
    /// <param name="now">What ages count from.</param>
    public static LinkEstimate Learn(IReadOnlyList<JournalEntry> entries, LinkOptions options, BytesPerSecond? capacity, DateTimeOffset now)
    {
        (MigrationReport Report, TimeSpan Age)[] completed =
        [
            .. entries.Where(e => e.Report is { Result: MigrationResult.Completed, Actual: not null }).Take(Considered).Select(e => (e.Report!, now - e.StartedAt)),
        ];
        DecayingMean rates = new(), setups = new(), costs = new(), deltaCosts = new(), postCopyCosts = new(), parallelCosts = new(), packing = new(), handovers = new();
        double floor = 0;
        foreach ((MigrationReport report, TimeSpan age) in completed)
        {
            if (Rate(report) is { } seen)
            {
                if (Cap(report) is { } cap && seen > Reached * cap.Value)
                    floor = Math.Max(floor, seen);
                else if (IsPlain(report))
                    rates.Add(Math.Log(seen), age);
            }
            if (PackSpeed(report) is { } packed)
                packing.Add(Math.Log(packed), age);
            if (report.Transfer?.SetupTime is { } setup)
                setups.Add(setup.TotalSeconds, age);
            if (HandoverTime(report) is { } handover)
                handovers.Add(handover.TotalSeconds, age);
            if (SwitchoverCost(report) is { } cost)
            {
                (report.Plan.Chosen!.Strategy switch
                {
                    MigrationStrategy.ShadowCache or MigrationStrategy.ShadowCacheThrottle => deltaCosts,
                    MigrationStrategy.PostCopy => postCopyCosts,
                    MigrationStrategy.Parallel => parallelCosts,
                    _ => costs,
                }).Add(cost, age);
            }
        }

        double assumed = capacity is { } speed ? ShareOfCapacity * speed.Value : options.AssumedMebibytesPerSecond * (1 << 20);
        double rate = Math.Max(floor, rates.Count > 0 ? Math.Exp(rates.Mean) : assumed);
        LinkEstimate unknown = new() { Rate = new(rate), SwitchoverCost = options.AssumedSwitchoverCost };
        LinkEstimate usual = unknown with
        {
            IsMeasured = rates.Count > 0,
            RateSpread = rates.Count > 0 ? rates.Spread(AssumedRateSpread) : capacity is null ? null : CapacitySpread,
            Capacity = capacity,
            SwitchoverCost = costs.Count > 0 ? TimeSpan.FromSeconds(costs.Mean) : unknown.SwitchoverCost,
            SwitchoverCostSpread = costs.Count > 0 ? TimeSpan.FromSeconds(costs.Spread(AssumedCostSpread * costs.Mean)) : null,
            PackSpeed = packing.Count > 0 ? Math.Exp(packing.Mean) : null,
            SetupTime = setups.Count > 0 ? TimeSpan.FromSeconds(setups.Mean) : unknown.SetupTime,
            SetupTimeSpread = setups.Count > 0 ? TimeSpan.FromSeconds(setups.Spread(AssumedSetupSpread * setups.Mean)) : null,
            HandoverTime = handovers.Count > 0 ? TimeSpan.FromSeconds(handovers.Mean) : unknown.HandoverTime,
        };
        return usual with
        {
            DeltaSwitchoverCost = Learned(deltaCosts, usual, MigrationStrategy.ShadowCache),
            ParallelSwitchoverCost = Learned(parallelCosts, usual, MigrationStrategy.Parallel),
            PostCopySwitchoverCost = Learned(postCopyCosts, usual, MigrationStrategy.PostCopy),
        };
    }

    private static TimeSpan? Learned(DecayingMean costs, LinkEstimate usual, MigrationStrategy way) =>
        costs.Count > 0 ? TimeSpan.FromSeconds(costs.MeanWith(usual.SwitchoverCostOf(way).TotalSeconds)) : null;

    private static BytesPerSecond? Cap(MigrationReport report) => report.Plan.Chosen?.Parameters?.Bandwidth;

    // The shadow cache sends as fast as it encodes, and compressed pages as fast as they compress: neither shows the link.
    private static bool IsPlain(MigrationReport report) => report.Plan.Chosen?.Strategy is MigrationStrategy.Plain or MigrationStrategy.Throttle;

    // Memory a second that was packed; where the link was full it only says that packing was fast enough.
    private static double? PackSpeed(MigrationReport report) => report is
    {
        Plan: { Chosen.Parameters.ParallelCompression: not null, Link: { } link, Observation.CompressedRatio: { } share },
        Transfer: { StreamRate: { } wire, SetupTime: { } setup, Filled: { } filled },
        Rounds: [{ EndedAt: var end }, ..],
    } && wire.Value < Reached * Math.Min(link.Rate.Value, Cap(report)?.Value ?? double.PositiveInfinity) && end > setup
        ? filled.Value / (end - setup).TotalSeconds / ParallelModel.AssumedPackRate(share)
        : null;

    private static double? Rate(MigrationReport report) => report.Transfer?.StreamRate?.Value
        ?? (report.Actual is { Transferred: { } bytes, TotalTime: { } time, Downtime: var downtime }
            && bytes >= Telling && time - (downtime ?? TimeSpan.Zero) is { Ticks: > 0 } sending
                ? (bytes / sending).Value
                : null);

    // What the phases of the transfer took beyond what libvirt counts.
    private static TimeSpan? HandoverTime(MigrationReport report)
    {
        TimeSpan seen = report.Phases.Where(p => p.Phase >= MigrationPhase.IterativePreCopy).Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Duration);
        return report.Actual?.TotalTime is { } counted && seen > counted ? seen - counted : null;
    }

    // What the downtime was beyond sending what was expected to be left: whatever the model keeps getting wrong is learned too.
    private static double? SwitchoverCost(MigrationReport report)
    {
        if (report is not { Actual.Downtime: { } downtime, Plan: { Link: { } link, Chosen: { Prediction: { } prediction } chosen } })
            return null;
        TimeSpan known = link.SwitchoverCostOf(chosen.Strategy);
        double sending = Math.Max(0, prediction.DowntimeSeconds.P50 - known.TotalSeconds);
        return downtime.TotalSeconds - sending is > 0 and var cost ? Math.Min(cost, ((MostOfKnown * known) + MostBeyondKnown).TotalSeconds) : null;
    }
}
