namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>What may be tried once more.</summary>
internal static class StepHistory
{
    private const int MostFailures = 2;

    /// <summary>Whether a step may be taken now: not twice in a round, and not for ever when libvirt refuses it.</summary>
    public static bool MayTake<T>(this InFlightState state)
        where T : InFlightDecision =>
        !state.Taken.Any(t => t.Decision is T && (t.Round == state.RoundsOver || t.Succeeded is null))
        && state.Taken.Count(t => t is { Decision: T, Succeeded: false }) < MostFailures;

    /// <summary>Whether anything was done in the running round, so that it is no evidence yet.</summary>
    public static bool HasActedInRound(this InFlightState state) =>
        state.Taken.Any(t => t.Round == state.RoundsOver || t.Succeeded is null);
}
