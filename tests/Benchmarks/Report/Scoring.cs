using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>What a run counts as in comparisons. Pure.</summary>
internal static class Scoring
{
    /// <summary>Whether the guest arrived whole and within all limits.</summary>
    public static bool Kept(this RunRecord run) => run.Result == RunResult.Completed && run.LimitsBroken.Count == 0 && run.GuestWhole;

    /// <summary>Its total time; the whole deadline when it broke a limit, gave up or failed.</summary>
    public static double CountedSeconds(this RunRecord run) =>
        run.Kept() ? run.TotalSeconds ?? run.WallSeconds : Cell.Deadline.TotalSeconds;
}
