using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>The last resort: aborts in time for the whole to stay within the limit.</summary>
internal sealed class DeadlinePolicy : IInFlightPolicy
{
    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state) => state.Elapsed < Deadline.LastCall(state)
        ? []
        :
        [
            new AbortTransfer(new(
                ReasonCodes.DeadlinePassed,
                $"not finished after {Duration.Format(state.Elapsed)}, and the limit is {Duration.Format(state.Plan.Limits.MaxTotalTime)}; raise --max-total-time or loosen another limit")),
        ];
}
