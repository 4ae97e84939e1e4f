using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>
/// Ends a transfer whose running round alone outlasts the deadline, even at a better rate than it has: no later round can
/// make that good, and nor can post-copy, since what remains must travel all the same.
/// </summary>
internal sealed class SlowRoundPolicy : IInFlightPolicy
{
    // Evidence: so much sending at one rate, and a forecast that stays too late were the rate this much better.
    private const double ConvincingSeconds = 5;
    private const double Margin = 1.25;

    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (InFlightEstimate.From(state) is not { } estimate || estimate.Rate.Seconds < ConvincingSeconds)
            return [];
        Continuation now = InFlightForecast.From(state, estimate, estimate.Dirtying.Curve);
        // Pages found in a shadow cache leave faster than the wire shows.
        if (now.Cache is not null && now.RoundsInVain == 0)
            return [];
        double left = Deadline.SecondsLeft(state);
        double seconds = Seconds(now, Margin);
        if (seconds + now.SwitchoverCost <= left)
            return [];

        string why = FormattableString.Invariant(
            $"{new ByteCount((long)now.Remaining)} of the running round are left at {new BytesPerSecond(now.StreamRate)}, which takes {Seconds(now, 1):0.#} s, and {left:0.#} s are left");
        if (SteeringOptions.RaisedBandwidth(state, estimate) is { } cap
            && Seconds(now, cap.Value / now.StreamRate) + now.SwitchoverCost <= left && state.MayTake<RaiseBandwidth>())
            return [new RaiseBandwidth(cap, new(ReasonCodes.TotalTimeLimit, $"{why}; with {cap} it ends in time"))];
        double needed = Seconds(now, 1) / Math.Max(1e-3, left) * now.StreamRate;
        return
        [
            new AbortTransfer(new(
                ReasonCodes.TotalTimeLimit,
                FormattableString.Invariant(
                    $"{why}: it would have needed {new BytesPerSecond(needed)}, or --max-total-time {Math.Ceiling((state.Plan.Limits.MaxTotalTime - TimeSpan.FromSeconds(left)).TotalSeconds + Seconds(now, 1))}s and more"))),
        ];
    }

    private static double Seconds(in Continuation now, double faster) => InFlightForecast.FirstPassSeconds(now with { StreamRate = now.StreamRate * faster });
}
