using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Pre-copy that slows the guest's processors down when it dirties too much (QEMU's auto-converge). The first step is the
/// smallest that is enough, and further steps are the smallest that libvirt takes, so that the guest loses no more than it must.
/// </summary>
public sealed class ThrottleModel : IStrategyModel
{
    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.Throttle;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningCase planning) =>
        ThrottleSteps.Obstacle(planning.Input) is { } obstacle
            ? new(Strategy, false, null, null, [obstacle])
            : ThrottleSteps.Smallest(planning, (planning, initial) => PreCopyCandidate.Evaluate(
                planning, Strategy, ThrottleSteps.Apply(planning, new() { MaxDowntimeSeconds = 0 }, initial),
                maxDowntime => ThrottleSteps.Apply(planning.Parameters(maxDowntime), initial)));
}
