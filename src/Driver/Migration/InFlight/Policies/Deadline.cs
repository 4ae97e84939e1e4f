namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>When a transfer must have ended, and when it must be aborted so that it has.</summary>
internal static class Deadline
{
    private const double Share = 0.03;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    /// <summary>Latest time for an abort: QEMU needs a moment to end, and libvirt to tidy up on both nodes.</summary>
    public static TimeSpan LastCall(InFlightState state)
    {
        TimeSpan limit = state.Plan.Limits.MaxTotalTime;
        TimeSpan reserve = limit * Share;
        reserve = reserve < Least ? Least : reserve > Most ? Most : reserve;
        return limit - (reserve < limit / 4 ? reserve : limit / 4);
    }

    /// <summary>Seconds until then.</summary>
    public static double SecondsLeft(InFlightState state) => (LastCall(state) - state.Elapsed).TotalSeconds;
}
