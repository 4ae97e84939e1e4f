using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>One input with what all ways derive from it.</summary>
public sealed class PlanningCase
{
    // QEMU tests with the bandwidth of the last 100 ms; the one that the last stage gets may be so much less.
    private const double BandwidthReserve = 1.1;
    private const double NinetiethPercentile = 1.2816;
    private const double ShortestMaxDowntime = 0.001;

    /// <summary>Derives the possible worlds.</summary>
    public PlanningCase(PlanningInput input)
        : this(input, new PossibleWorlds(input), isHasty: false)
    {
    }

    private PlanningCase(PlanningInput input, PossibleWorlds worlds, bool isHasty)
    {
        Input = input;
        Worlds = worlds;
        IsHasty = isHasty;
        LongestMaxDowntime = LongestMaxDowntimeSeconds(input.Limits, input.Link);
    }

    /// <summary>Observation, link, limits.</summary>
    public PlanningInput Input { get; }

    /// <summary>Whether only feasibility is asked for, so that nothing is refined, and an infeasible way is not looked at to its end.</summary>
    public bool IsHasty { get; }

    /// <summary>What the input leaves possible.</summary>
    internal PossibleWorlds Worlds { get; }

    /// <summary>The most that QEMU may be given as max-downtime, seconds.</summary>
    internal double LongestMaxDowntime { get; }

    /// <summary>
    /// The most that QEMU may be given as max-downtime, seconds: the limit less the fixed cost at its 90th percentile,
    /// since QEMU's own test knows only of memory, and with room for a bandwidth that is less than that of the test.
    /// </summary>
    internal static double LongestMaxDowntimeSeconds(MigrationLimits limits, LinkEstimate link) => Math.Max(
        ShortestMaxDowntime, (limits.MaxDowntime.TotalSeconds - PossibleWorlds.Switchover(link, NinetiethPercentile)) / BandwidthReserve);

    /// <summary>The same case, when only feasibility is asked for.</summary>
    internal PlanningCase Hastily() => IsHasty ? this : new(Input, Worlds, isHasty: true);

    /// <summary>The same guest and link under other limits, when only feasibility is asked for.</summary>
    internal PlanningCase Under(MigrationLimits limits) => new(Input with { Limits = limits }, Worlds.Under(limits), isHasty: true);

    /// <summary>What libvirt is told whatever the way.</summary>
    internal MigrationParameters Parameters(double maxDowntimeSeconds) => new()
    {
        Bandwidth = Bandwidth(),
        MaxDowntime = TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(maxDowntimeSeconds * 1000))),
    };

    // A cap far above what the link gives only keeps others from it.
    private BytesPerSecond? Bandwidth()
    {
        const double Ample = 1.3;
        LinkEstimate link = Input.Link;
        return Input.Limits.Bandwidth is { } cap && link.IsMeasured && cap.Value > Ample * (link.Capacity ?? link.Rate).Value
            ? BytesPerSecond.FromMebibytes(Math.Ceiling(Ample * (link.Capacity ?? link.Rate).MebibytesPerSecond))
            : Input.Limits.Bandwidth;
    }
}
