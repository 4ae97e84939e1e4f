using ShadowMig.Benchmarks.Cells;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Holds a completed run against the limits. Pure.</summary>
internal static class Judge
{
    /// <summary>Names of the limits that were broken; no allowance is made for anybody.</summary>
    public static IReadOnlyList<string> Broken(Attempt attempt)
    {
        var broken = new List<string>();
        if (attempt.DowntimeSeconds > Cell.MaxDowntime.TotalSeconds)
            broken.Add("downtime");
        if (attempt.TotalSeconds > Cell.Deadline.TotalSeconds)
            broken.Add("total");
        if (attempt.ThrottlePercent > Cell.MaxSlowdownPercent)
            broken.Add("slowdown");
        return broken;
    }
}
