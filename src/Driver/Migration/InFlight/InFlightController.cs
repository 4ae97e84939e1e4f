using ShadowMig.Driver.Migration.InFlight.Policies;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Asks small policies one after the other; the first that wants something gets it.</summary>
/// <remarks>Nothing is done to a transfer whose guest is on its way over, or already runs on the target.</remarks>
public sealed class InFlightController : IInFlightController
{
    private static readonly IInFlightPolicy[] Policies =
    [
        new SilentTargetPolicy(),
        new DeadlinePolicy(),
        new PlannedPostCopyPolicy(),
        new SlowdownPolicy(),
        new SlowRoundPolicy(),
        new DowntimePolicy(),
        new ConvergencePolicy(),
        new PatiencePolicy(),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (state.InPostCopy || state.IsSwitchingOver)
            return [];
        foreach (IInFlightPolicy policy in Policies)
        {
            IReadOnlyList<InFlightDecision> wanted = policy.Decide(state);
            if (wanted.Count > 0)
                return wanted;
        }

        return [];
    }
}
