using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Puts the outcomes of the three worlds together, and holds them against the limits.</summary>
internal static class PredictionAssembly
{
    /// <summary>Percentiles from the worlds; rounds from the middle one.</summary>
    public static MigrationPrediction Assemble(
        in PreCopyOutcome optimistic, in PreCopyOutcome middle, in PreCopyOutcome pessimistic, IReadOnlyList<PredictedRound> rounds) => new()
        {
            TotalSeconds = Order(optimistic.TotalSeconds, middle.TotalSeconds, pessimistic.TotalSeconds),
            DowntimeSeconds = Order(optimistic.DowntimeSeconds, middle.DowntimeSeconds, pessimistic.DowntimeSeconds),
            TransferBytes = Order(optimistic.Bytes, middle.Bytes, pessimistic.Bytes),
            Rounds = rounds,
            Converges = middle.Converges,
        };

    /// <summary>Reasons why a prediction breaks the limits; none when it keeps them.</summary>
    public static List<Reason> Violations(MigrationPrediction prediction, bool convergesSurely, MigrationLimits limits)
    {
        List<Reason> reasons = [];
        if (!convergesSurely)
        {
            string certainty = prediction.Converges ? "may not converge" : "does not converge";
            reasons.Add(new(ReasonCodes.NotConverging,
                $"{certainty} within {Duration.Format(limits.MaxTotalTime)}: the guest writes memory faster than it can be sent; a pause then would take {Seconds(prediction.DowntimeSeconds.P50)}"));
        }
        else if (prediction.TotalSeconds.P90 > limits.MaxTotalTime.TotalSeconds)
        {
            reasons.Add(new(ReasonCodes.TotalTimeLimit,
                $"takes up to {Seconds(prediction.TotalSeconds.P90)}, the limit is {Duration.Format(limits.MaxTotalTime)}"));
        }
        if (prediction.DowntimeSeconds.P90 > limits.MaxDowntime.TotalSeconds)
        {
            reasons.Add(new(ReasonCodes.DowntimeLimit,
                $"pauses the guest for up to {Seconds(prediction.DowntimeSeconds.P90)}, the limit is {Duration.Format(limits.MaxDowntime)}"));
        }
        return reasons;
    }

    /// <summary>
    /// The max-downtime for QEMU: the limit less the fixed cost, since QEMU's own test knows only of memory.
    /// </summary>
    public static TimeSpan MaxDowntime(PlanningInput input) => TimeSpan.FromMilliseconds(
        Math.Max(1, Math.Floor((input.Limits.MaxDowntime - (ScenarioSet.SwitchoverReserve * input.Link.SwitchoverCost)).TotalMilliseconds)));

    private static Estimate Order(double a, double b, double c)
    {
        double low = Math.Min(a, Math.Min(b, c));
        double high = Math.Max(a, Math.Max(b, c));
        return new(low, a + b + c - low - high, high);
    }

    private static string Seconds(double seconds) => Duration.Format(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)));
}
