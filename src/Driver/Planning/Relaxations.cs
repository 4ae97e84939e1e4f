using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>The smallest single change of each limit that would turn a refusal into a plan, as options of the command line.</summary>
internal static class Relaxations
{
    private const double LongestDowntimeSeconds = 120;
    private const double LongestTotalSeconds = 24 * 3600;
    private const double Precision = 1.05;
    private const double MostSlowdown = 0.9;
    private const double SlowdownStep = 0.1;

    /// <summary>Finds them.</summary>
    public static IEnumerable<string> Find(PlanningCase refused, IReadOnlyList<IStrategyModel> models)
    {
        bool Feasible(MigrationLimits limits)
        {
            PlanningCase planning = refused.Under(limits);
            return models.Any(m => m.Evaluate(planning).Feasible);
        }

        MigrationLimits current = refused.Input.Limits;
        if (Smallest(current.MaxDowntime.TotalSeconds, LongestDowntimeSeconds,
            s => Feasible(current with { MaxDowntime = TimeSpan.FromSeconds(s) })) is { } downtime)
            yield return Invariant($"--max-downtime {Math.Ceiling(downtime * 1000)}ms");

        if (Smallest(current.MaxTotalTime.TotalSeconds, LongestTotalSeconds,
            s => Feasible(current with { MaxTotalTime = TimeSpan.FromSeconds(s) })) is { } total)
            yield return Invariant($"--max-total-time {Math.Ceiling(total)}s");

        if (current.Bandwidth is { } bandwidth
            && Smallest(bandwidth.Value, refused.Input.Link.Rate.Value,
                b => Feasible(current with { Bandwidth = new BytesPerSecond(b) })) is { } rate)
            yield return Invariant($"--bandwidth {Math.Ceiling(rate / (1 << 20))}MiB/s");

        if (Feasible(current with { MaxSlowdown = MostSlowdown }))
        {
            double slowdown = (Math.Floor(current.MaxSlowdown / SlowdownStep) + 1) * SlowdownStep;
            while (slowdown < MostSlowdown - 1e-9 && !Feasible(current with { MaxSlowdown = slowdown }))
                slowdown += SlowdownStep;
            yield return Invariant($"--max-slowdown {slowdown * 100:0}%");
        }

        if (!current.AllowPostCopy && Feasible(current with { AllowPostCopy = true }))
            yield return "--allow-post-copy";
    }

    /// <summary>The least value between two bounds that a monotone test accepts, to five per cent; null when even the most is refused.</summary>
    private static double? Smallest(double least, double most, Func<double, bool> accepts)
    {
        if (most <= least || !accepts(most))
            return null;
        double refused = least;
        double accepted = most;
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

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
