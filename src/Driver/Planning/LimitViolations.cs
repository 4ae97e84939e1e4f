using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Holds a prediction against the limits.</summary>
internal static class LimitViolations
{
    // A way that fails to converge in more than one world of ten does not keep the limits at the 90th percentile.
    private const double Surely = 0.9;

    /// <summary>How many of so many worlds may fail to converge.</summary>
    public static int MostFailures(int worlds) => (int)((1 - Surely) * worlds);

    /// <summary>Reasons why a prediction breaks the limits; none when it keeps them.</summary>
    public static List<Reason> Find(MigrationPrediction prediction, MigrationLimits limits)
    {
        List<Reason> reasons = [];
        if (prediction.ConvergingShare < Surely)
        {
            string certainty = prediction.ConvergingShare > 0
                ? string.Create(CultureInfo.InvariantCulture, $"converges in only {prediction.ConvergingShare * 100:0} % of the cases")
                : "does not converge";
            reasons.Add(new(ReasonCodes.NotConverging,
                $"{certainty} within {Duration.Format(limits.MaxTotalTime)}: the guest writes memory faster than it can be sent; a pause then would take {Seconds(prediction.DowntimeSeconds.P90)}"));
        }
        else
        {
            if (prediction.TotalSeconds.P90 > limits.MaxTotalTime.TotalSeconds)
            {
                reasons.Add(new(ReasonCodes.TotalTimeLimit,
                    $"takes up to {Seconds(prediction.TotalSeconds.P90)}, the limit is {Duration.Format(limits.MaxTotalTime)}"));
            }
            if (prediction.DowntimeSeconds.P90 > limits.MaxDowntime.TotalSeconds)
            {
                reasons.Add(new(ReasonCodes.DowntimeLimit,
                    $"pauses the guest for up to {Seconds(prediction.DowntimeSeconds.P90)}, the limit is {Duration.Format(limits.MaxDowntime)}"));
            }
        }
        return reasons;
    }

    private static string Seconds(double seconds) => Duration.Format(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)));
}
