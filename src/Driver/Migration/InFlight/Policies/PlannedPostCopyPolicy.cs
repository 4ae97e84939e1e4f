using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>Switches to post-copy after the first pass where the plan says so.</summary>
internal sealed class PlannedPostCopyPolicy : IInFlightPolicy
{
    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state) =>
        state is { Parameters.PostCopy: true, CanStartPostCopy: true } && FirstPassIsOver(state) && !state.HasActedInRound()
            ? [new StartPostCopy(new(MigrationStrategy.PostCopy.Name(), "the first pass is over, and the plan says post-copy"))]
            : [];

    // A counter of an earlier, cancelled run can show until this run's set-up is over: hence the check for data.
    private static bool FirstPassIsOver(InFlightState state) =>
        state.Round >= 2 || state.Readings is [.., { Job: { Iteration: >= 2, MemoryProcessedBytes: > 0 } }];
}
