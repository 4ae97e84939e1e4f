using ShadowMig.Driver.Migration.InFlight.Policies;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>What will become of a transfer: the continuation that its estimates give, and the time that it has left. Pure.</summary>
internal static class InFlightForecast
{
    // A stream that the link holds back fills its socket's queue: 2.9 to 4.1 MB were seen (ss, Linux 6 with its default
    // tcp_wmem, whose largest is 4 MiB). A stream under QEMU's own cap leaves it empty.
    private const double QueueBytes = 4 << 20;

    /// <summary>Passes, the first included, whose pages a shadow cache does not know yet.</summary>
    private const int PassesInVain = 2;

    /// <summary>Time left until the transfer ends; null while unknown, or when it would not end by itself within the limit.</summary>
    public static TimeSpan? Remaining(InFlightState state)
    {
        if (InFlightEstimate.From(state) is not { } estimate)
            return null;
        double since = Math.Max(0, (state.Elapsed - estimate.Latest.At).TotalSeconds);
        double remaining = estimate.Latest.Job!.MemoryRemainingBytes!.Value;
        double? seconds = state switch
        {
            { InPostCopy: true } => remaining / estimate.Rate.BytesPerSecond,
            { IsSwitchingOver: true } => (remaining / estimate.LineRate) + SwitchoverSeconds(state, estimate),
            { Parameters.PostCopy: true, CanStartPostCopy: true } => PostCopySeconds(state, estimate, estimate.Dirtying.Curve),
            _ => PreCopySeconds(state, estimate),
        };
        return seconds is { } left && left < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(Math.Max(0, left - since)) : null;
    }

    // Steering raises the max-downtime where the one in force does not do.
    private static double? PreCopySeconds(InFlightState state, InFlightEstimate estimate)
    {
        Continuation now = From(state, estimate, estimate.Dirtying.Curve);
        if (ContinuationModel.Run(now) is { Converges: true } end)
            return end.Seconds;
        return SteeringOptions.LongerPauses(state, estimate, now).Select(p => ContinuationModel.Run(p.Then)).FirstOrDefault(o => o.Converges) is { Converges: true } raised
            ? raised.Seconds
            : null;
    }

    /// <summary>The continuation as things are.</summary>
    /// <param name="state">The transfer.</param>
    /// <param name="estimate">What is known of it.</param>
    /// <param name="curve">What the guest dirties in the case looked at.</param>
    public static Continuation From(InFlightState state, InFlightEstimate estimate, in WorkingSetCurve curve)
    {
        SteeringSettings held = state.Held;
        bool firstPass = IsFirstPass(state);
        double remaining = estimate.Latest.Job!.MemoryRemainingBytes!.Value;
        return new()
        {
            RoundAge = Math.Max(0, (estimate.Latest.At - state.RoundStartedAt).TotalSeconds),
            Remaining = remaining,
            RemainingZeroPages = firstPass ? ZeroPagesLeft(state, estimate, remaining) : 0,
            Dirtying = curve,
            EverDirtied = estimate.Dirtying.EverDirtied,
            StreamRate = estimate.Rate.BytesPerSecond,
            LineRate = estimate.LineRate,
            PageBytes = estimate.PageBytes,
            MaxDowntime = held.MaxDowntime.TotalSeconds,
            SwitchoverCost = SwitchoverSeconds(state, estimate),
            Cache = estimate.Cache,
            RoundsInVain = Math.Max(0, PassesInVain - state.RoundsOver),
            GiveUpAfter = Math.Max(0, (state.Plan.Limits.MaxTotalTime - state.Elapsed).TotalSeconds),
        };
    }

    /// <summary>Whether the first pass still runs.</summary>
    public static bool IsFirstPass(InFlightState state) => state.RoundsOver == 0 && state.Round < 2;

    /// <summary>Time to the end if the guest is switched to the target after the running pass, and the rest follows.</summary>
    public static double PostCopySeconds(InFlightState state, InFlightEstimate estimate, in WorkingSetCurve curve)
    {
        Continuation now = From(state, estimate, curve);
        double whole = estimate.PageBytes + 8;
        double pages = now.Remaining / now.PageBytes;
        if (!IsFirstPass(state))
            return (pages * whole / now.StreamRate) + now.SwitchoverCost;
        double pass = FirstPassSeconds(now);
        return pass + (curve.At(now.RoundAge + pass) / now.PageBytes * whole / now.StreamRate) + now.SwitchoverCost;
    }

    /// <summary>Time to the end of the running pass.</summary>
    public static double FirstPassSeconds(in Continuation now)
    {
        double zeroes = Math.Min(now.RemainingZeroPages, now.Remaining / now.PageBytes);
        return (((now.Remaining / now.PageBytes) - zeroes) * (now.PageBytes + 8) / now.StreamRate)
            + (zeroes * Math.Max(9 / now.StreamRate, StreamRate.ZeroScanSecondsPerPage));
    }

    /// <summary>What emptying the socket's queue adds to the fixed cost of the switch-over, which was learned at the link's planned rate.</summary>
    public static double QueueSeconds(InFlightState state, InFlightEstimate estimate) =>
        !estimate.IsHeldByCap && state.Plan.Link is { IsMeasured: var measured, Rate.Value: > 0 and var planned } && estimate.LineRate < planned * (measured ? 0.9 : 0.7)
            ? (QueueBytes / estimate.LineRate) - (QueueBytes / planned)
            : 0;

    private static double SwitchoverSeconds(InFlightState state, InFlightEstimate estimate) =>
        (state.Plan.Link?.SwitchoverCostOf(state.Plan.Chosen?.Strategy ?? MigrationStrategy.Plain).TotalSeconds ?? 0) + QueueSeconds(state, estimate);

    // What remains counts zero pages whole. Their number comes from the plan, or from the share seen so far.
    private static double ZeroPagesLeft(InFlightState state, InFlightEstimate estimate, double remaining)
    {
        double pages = remaining / estimate.PageBytes;
        var done = TransferCounters.From(estimate.Latest.Job!);
        double all = pages + done.Pages;
        double? expected = all - (state.Plan.Filled?.Value / estimate.PageBytes);
        double left = expected is { } zeroes ? zeroes - done.ConstantPages : done.Pages > 0 ? done.ConstantPages / done.Pages * pages : 0;
        return Math.Clamp(left, 0, pages);
    }
}
