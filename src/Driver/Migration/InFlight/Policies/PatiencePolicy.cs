using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>
/// A transfer starts with the shortest pause that usually does. When its rounds show that this one would wait for it longer
/// than planned, the pause grows: by as little as brings the end back into the plan, or near to what the longest allowed brings.
/// </summary>
internal sealed class PatiencePolicy : IInFlightPolicy
{
    // A longer pause is worth it only where it saves that much of the rest.
    private const double Worthwhile = 0.9;
    private const double NearTheBest = 1.05;

    // What ends so soon ends before a step takes effect, and libvirt is busy with the end then.
    private const double TooLateSeconds = 0.5;

    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (state.Parameters.PostCopy || state.HasActedInRound() || !state.MayTake<RaiseMaxDowntime>()
            || state.Plan.Chosen?.Prediction is not { } prediction
            || InFlightEstimate.From(state) is not { IsConvincing: true } estimate)
            return [];
        double planned = prediction.TotalSeconds.P90 - state.Elapsed.TotalSeconds;
        Continuation now = InFlightForecast.From(state, estimate, estimate.Dirtying.Curve);
        ContinuationOutcome waiting = ContinuationModel.Run(now);
        TimeSpan highest = SteeringOptions.HighestMaxDowntime(state, estimate);
        if ((waiting.Converges && waiting.Seconds <= Math.Max(planned, TooLateSeconds)) || highest <= state.Held.MaxDowntime)
            return [];

        double best = ContinuationModel.Run(now with { MaxDowntime = highest.TotalSeconds }) is { Converges: true } most ? most.Seconds : double.PositiveInfinity;
        double wanted = Math.Min(Worthwhile * waiting.Seconds, Math.Max(planned, NearTheBest * best));
        foreach ((TimeSpan limit, Continuation raised) in SteeringOptions.LongerPauses(state, estimate, now))
        {
            ContinuationOutcome outcome = ContinuationModel.Run(raised);
            if (outcome.Converges && outcome.Seconds <= wanted && outcome.DowntimeSeconds <= state.Plan.Limits.MaxDowntime.TotalSeconds)
            {
                return
                [
                    new RaiseMaxDowntime(limit, new(ReasonCodes.BehindPlan, FormattableString.Invariant(
                        $"{ForecastText.Obstacle((now, waiting))}, and the plan had {Math.Max(0, planned):0.#} s left at most; with this it is forecast to end in {outcome.Seconds:0.#} s with a pause of {outcome.DowntimeSeconds * 1000:0} ms"))),
                ];
            }
        }

        return [];
    }
}
