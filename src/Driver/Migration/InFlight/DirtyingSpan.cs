namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>
/// One or several rounds in a row between two synchronizations after which a reading told what was left:
/// rounds shorter than the time between readings are known in sum only.
/// </summary>
/// <param name="EndedAt">The later synchronization.</param>
/// <param name="SecondsPerRound">Mean length of the rounds.</param>
/// <param name="BytesPerRound">Distinct memory that the guest dirtied in one, bytes.</param>
internal readonly record struct DirtyingSpan(TimeSpan EndedAt, double SecondsPerRound, double BytesPerRound)
{
    /// <summary>What the rounds tell. Dirtied = left after the synchronization − what was still unsent before it.</summary>
    public static List<DirtyingSpan> From(IReadOnlyList<MeasuredRound> rounds)
    {
        List<DirtyingSpan> spans = [];
        double ever = 0;
        int count = 0;
        double? leftBefore = null;
        double sent = 0;
        double seconds = 0;
        TimeSpan? end = null;
        foreach (MeasuredRound round in rounds)
        {
            // Where rounds were dropped, or nothing was read, a new span begins.
            if (count == 0 || round.StartedAt != end)
                (count, leftBefore, sent, seconds) = (0, round.LeftBefore, 0, 0);
            end = round.EndedAt;
            count++;
            sent += round.Sent is { } done ? done.Pages * round.PageBytes : double.NaN;
            seconds += round.Duration.TotalSeconds;
            if (round.LeftAfter is not { } left)
                continue;
            if (leftBefore - sent is { } unsent && double.IsFinite(unsent) && seconds > 0)
            {
                unsent = Math.Max(0, unsent);
                double found = Math.Max(0, left - unsent) / count;
                // What was dirtied and still unsent from before shows only once.
                double hidden = Math.Max(ever, left) is var all and > 0 ? Math.Min(0.9, unsent / all) : 0;
                spans.Add(new(round.EndedAt, seconds / count, found / (1 - hidden)));
                ever = Math.Max(ever, left);
            }

            count = 0;
        }

        return spans;
    }
}
