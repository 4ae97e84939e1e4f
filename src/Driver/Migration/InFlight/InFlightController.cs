using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Keeps the deadline, and switches to post-copy after the first pass where the plan says so.</summary>
public sealed class InFlightController : IInFlightController
{
    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (state.InPostCopy)
            return [];
        if (state.Elapsed >= state.Plan.Limits.MaxTotalTime)
        {
            return
            [
                new(InFlightStep.Abort, new(
                    ReasonCodes.DeadlinePassed,
                    $"not finished within the limit of {Duration.Format(state.Plan.Limits.MaxTotalTime)}; raise --max-total-time or loosen another limit")),
            ];
        }

        if (state.CanStartPostCopy && !state.IsSwitchingOver && FirstPassIsOver(state))
        {
            return
            [
                new(InFlightStep.StartPostCopy, new(
                    MigrationStrategy.PostCopy.Name(), "the first pass is over, and the plan says post-copy")),
            ];
        }

        return [];
    }

    // A counter of an earlier, cancelled run can show until this run's set-up is over: hence the check for data.
    private static bool FirstPassIsOver(InFlightState state) =>
        state.Round >= 2 || state.Readings is [.., { Job: { Iteration: >= 2, MemoryProcessedBytes: > 0 } }];
}
