using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>What stands in the way of a transfer, and what would remove it, in words.</summary>
internal static class ForecastText
{
    private const double LongestDowntime = 120;
    private const double LongestTotal = 24 * 3600;
    private const double MostBandwidth = 64;
    private const double Precision = 1.05;

    /// <summary>Why waiting does not end within the limits.</summary>
    public static string Obstacle((Continuation Now, ContinuationOutcome Outcome) waiting)
    {
        (Continuation now, ContinuationOutcome outcome) = waiting;
        string rate = new BytesPerSecond(now.StreamRate).ToString();
        return outcome.Converges
            ? FormattableString.Invariant($"at {rate} it would take {outcome.Seconds:0.#} s more and a pause of {outcome.DowntimeSeconds * 1000:0} ms")
            : FormattableString.Invariant(
                $"a round of {outcome.LastRoundSeconds:0.##} s at {rate} leaves {new ByteCount((long)outcome.LastLeft)} of dirtied memory, and {new ByteCount((long)outcome.Threshold)} may be left");
    }

    /// <summary>The least change of each limit alone that would have let it end.</summary>
    public static string Needed(InFlightState state, Continuation now)
    {
        MigrationLimits limits = state.Plan.Limits;
        List<string> needs = [];
        double left = Deadline.SecondsLeft(state);
        if (Smallest(now.MaxDowntime, LongestDowntime, l => Ends(now with { MaxDowntime = l }, left)) is { } downtime)
            needs.Add(FormattableString.Invariant($"--max-downtime {Math.Ceiling((downtime + (2 * now.SwitchoverCost)) * 1000)}ms"));
        if (Smallest(1, MostBandwidth, f => Ends(now with { StreamRate = now.StreamRate * f, LineRate = now.LineRate * f }, left)) is { } factor)
            needs.Add($"{new BytesPerSecond(now.StreamRate * factor)} of bandwidth");
        ContinuationOutcome patient = ContinuationModel.Run(now with { GiveUpAfter = LongestTotal });
        if (patient.Converges && patient.DowntimeSeconds <= limits.MaxDowntime.TotalSeconds)
            needs.Add(FormattableString.Invariant($"--max-total-time {Math.Ceiling(state.Elapsed.TotalSeconds + (patient.Seconds * Precision))}s"));
        if (!limits.AllowPostCopy)
            needs.Add("--allow-post-copy");
        return needs.Count > 0 ? string.Join(", or ", needs) : "more than one limit to give";
    }

    private static bool Ends(in Continuation continuation, double left) =>
        ContinuationModel.Run(continuation) is { Converges: true } outcome && outcome.Seconds <= left;

    private static double? Smallest(double least, double most, Func<double, bool> accepts)
    {
        if (least <= 0 || least >= most || !accepts(most))
            return null;
        (double refused, double accepted) = (least, most);
        while (accepted > refused * Precision)
        {
            double middle = Math.Sqrt(refused * accepted);
            if (accepts(middle))
                accepted = middle;
            else
                refused = middle;
        }

        return accepted;
    }
}
