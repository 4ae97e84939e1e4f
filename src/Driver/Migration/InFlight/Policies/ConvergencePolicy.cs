using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>
/// Asks after every whole round whether waiting keeps the limits, and if not, takes the cheapest step that does: first in
/// the wildest case that the latest rounds showed, then in the middle one, then in the mildest. When not even the mildest
/// leaves a way, twice in a row, the transfer is ended at once.
/// </summary>
internal sealed class ConvergencePolicy : IInFlightPolicy
{
    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (state.HasActedInRound() || InFlightEstimate.From(state) is not { IsConvincing: true } estimate)
            return [];
        foreach (WorkingSetCurve curve in Cases(estimate))
        {
            if (Cheapest(state, estimate, curve) is { } option)
                return Steps(state, estimate, option);
        }

        if (state.CanStartPostCopy && state.MayTake<StartPostCopy>()
            && InFlightForecast.PostCopySeconds(state, estimate, estimate.Dirtying.Curve) is var seconds && seconds <= Deadline.SecondsLeft(state))
        {
            return
            [
                new StartPostCopy(new(ReasonCodes.NotConverging, FormattableString.Invariant(
                    $"{ForecastText.Obstacle(Waiting(state, estimate))}; post-copy ends in {seconds:0.#} s"))),
            ];
        }

        return InFlightEstimate.From(state, ignored: 1) is { IsConvincing: true } before
            && Cases(before).All(curve => Cheapest(state, before, curve) is null)
            ? [new AbortTransfer(Hopeless(state, estimate))]
            : [];
    }

    private static IEnumerable<WorkingSetCurve> Cases(InFlightEstimate estimate)
    {
        DirtyingEstimate dirtying = estimate.Dirtying;
        yield return dirtying.Curve.Scale(dirtying.Most, 0);
        yield return dirtying.Curve;
        yield return dirtying.Curve.Scale(dirtying.Least, 0);
    }

    private static SteeringOption? Cheapest(InFlightState state, InFlightEstimate estimate, in WorkingSetCurve curve) =>
        SteeringOptions.Of(state, estimate, InFlightForecast.From(state, estimate, curve)).FirstOrDefault(o => KeepsLimits(state, o.Continuation));

    private static bool KeepsLimits(InFlightState state, in Continuation continuation)
    {
        ContinuationOutcome outcome = ContinuationModel.Run(continuation);
        return outcome.Converges
            && outcome.Seconds <= Deadline.SecondsLeft(state)
            && outcome.DowntimeSeconds <= state.Plan.Limits.MaxDowntime.TotalSeconds;
    }

    private static InFlightDecision[] Steps(InFlightState state, InFlightEstimate estimate, SteeringOption option)
    {
        if (option.Steps.Count == 0)
            return [];
        ContinuationOutcome outcome = ContinuationModel.Run(option.Continuation);
        var reason = new Reason(ReasonCodes.NotConverging, FormattableString.Invariant(
            $"{ForecastText.Obstacle(Waiting(state, estimate))}; with this it is forecast to end in {outcome.Seconds:0.#} s with a pause of {outcome.DowntimeSeconds * 1000:0} ms"));
        return [.. option.Steps.Select(step => step(reason))];
    }

    private static Reason Hopeless(InFlightState state, InFlightEstimate estimate)
    {
        Continuation now = InFlightForecast.From(state, estimate, estimate.Dirtying.Curve);
        ContinuationOutcome waiting = ContinuationModel.Run(now);
        string code = waiting switch
        {
            { Converges: false } => ReasonCodes.NotConverging,
            _ when waiting.DowntimeSeconds > state.Plan.Limits.MaxDowntime.TotalSeconds => ReasonCodes.DowntimeLimit,
            _ => ReasonCodes.TotalTimeLimit,
        };
        return new(code, $"{ForecastText.Obstacle((now, waiting))}, and nothing that the limits allow changes that: it would have needed {ForecastText.Needed(state, now)}");
    }

    private static (Continuation, ContinuationOutcome) Waiting(InFlightState state, InFlightEstimate estimate)
    {
        Continuation now = InFlightForecast.From(state, estimate, estimate.Dirtying.Curve);
        return (now, ContinuationModel.Run(now));
    }
}
