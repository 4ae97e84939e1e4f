using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Planning;

/// <summary>Tells whether a plan should begin now or wait for a quiet time of its guest. Pure.</summary>
public static class QuietTime
{
    private const double AssumedSampleError = 0.1;

    /// <summary>Why it should not begin now; null when now is as good as any time.</summary>
    /// <param name="plan">A plan for the guest as it is now, with all that was seen of its activity.</param>
    public static Reason? Objection(MigrationPlan plan)
    {
        if (plan.Observation is not { IsRunning: true } observation)
            return null;
        ActivityPattern pattern = Pattern(observation);
        if (pattern.Kind == ActivityKind.Unknown)
        {
            return new(ReasonCodes.BusyTime, string.Create(
                CultureInfo.InvariantCulture, $"seen {observation.Activity.Count} short samples of the guest, {ActivityPattern.FewestSamples} tell whether it has quiet times"));
        }
        if (pattern.Kind == ActivityKind.Steady || !IsBusy(observation, pattern))
            return null;

        // A migration that outlasts a whole cycle meets the busy times whenever it begins.
        double? predicted = plan.Chosen?.Prediction?.TotalSeconds.P50;
        if (pattern.Cycle is { } cycle && predicted is { } seconds && cycle.TotalSeconds < seconds)
            return null;
        string when = pattern.Cycle is { } length ? $", about every {Duration.Format(length)}" : "";
        return new(ReasonCodes.BusyTime, string.Create(
            CultureInfo.InvariantCulture,
            $"the guest is busy: it writes {pattern.Busy} in a sample now and {pattern.Quiet} in its quiet times, {pattern.QuietShare * 100:0} % of the time{when}"));
    }

    /// <summary>What is known of the guest's phases.</summary>
    public static ActivityPattern Pattern(GuestObservation observation) =>
        ActivityPattern.Of(observation.Activity, observation.WorkingSet is [{ RelativeError: { } error }, ..] ? error : AssumedSampleError);

    private static bool IsBusy(GuestObservation observation, ActivityPattern pattern) =>
        observation.Activity[^1].Distinct.Value > (pattern.Quiet.Value + pattern.Busy.Value) / 2;
}
