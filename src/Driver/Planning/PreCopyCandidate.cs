using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Weighs pre-copy with given settings, and gives it the tightest max-downtime that costs next to no time.</summary>
internal static class PreCopyCandidate
{
    private const double ShortestMaxDowntime = 0.02;
    private const double Step = 0.5;

    // A shorter pause may cost so much more time: in the middle, and where things go badly.
    private const double NoticeableTime = 1.04;
    private const double NoticeableWorstTime = 1.15;

    /// <summary>Weighs.</summary>
    /// <param name="planning">The case.</param>
    /// <param name="strategy">The way.</param>
    /// <param name="settings">What QEMU is told; the max-downtime is chosen here.</param>
    /// <param name="parameters">What libvirt is told, for a max-downtime in seconds.</param>
    public static PlanCandidate Evaluate(
        PlanningCase planning, MigrationStrategy strategy, PreCopySettings settings, Func<double, MigrationParameters> parameters)
    {
        MigrationLimits limits = planning.Input.Limits;
        double maxDowntime = planning.LongestMaxDowntime;
        MigrationPrediction prediction = Predict(planning, settings, maxDowntime);
        List<Reason> violations = LimitViolations.Find(prediction, limits);
        // The fixed cost of this way may be more than the one that the longest was reckoned with.
        for (double shorter = maxDowntime * Step; violations is [{ Code: ReasonCodes.DowntimeLimit }] && shorter >= ShortestMaxDowntime; shorter *= Step)
        {
            MigrationPrediction tighter = Predict(planning, settings, shorter);
            List<Reason> left = LimitViolations.Find(tighter, limits);
            if (left.Count == 0)
                (maxDowntime, prediction, violations) = (shorter, tighter, left);
        }
        if (violations.Count == 0 && !planning.IsHasty)
        {
            MigrationPrediction longest = prediction;
            PreCopySettings raised = settings with { RaisedMaxDowntimeSeconds = maxDowntime };
            for (double shorter = maxDowntime * Step; shorter >= ShortestMaxDowntime; shorter *= Step)
            {
                MigrationPrediction tighter = Predict(planning, raised, shorter);
                if (tighter.TotalSeconds.P50 > NoticeableTime * longest.TotalSeconds.P50
                    || tighter.TotalSeconds.P90 > NoticeableWorstTime * longest.TotalSeconds.P90
                    || LimitViolations.Find(tighter, limits).Count > 0)
                    break;
                (maxDowntime, prediction, settings) = (shorter, tighter, raised);
            }
        }

        if (!planning.IsHasty)
            prediction = prediction.WithRounds(planning, Run(settings, maxDowntime));
        return new(strategy, violations.Count == 0, parameters(maxDowntime), prediction, violations);
    }

    private static MigrationPrediction Predict(PlanningCase planning, in PreCopySettings settings, double maxDowntime) =>
        PredictionAssembly.Predict(planning, Run(settings, maxDowntime));

    private static PredictionAssembly.WorldRun Run(PreCopySettings settings, double maxDowntime)
    {
        PreCopySettings chosen = settings with { MaxDowntimeSeconds = maxDowntime };
        return (in Scenario scenario, List<PredictedRound>? rounds) => PreCopyModel.Run(scenario, chosen, rounds);
    }
}
