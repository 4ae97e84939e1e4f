using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// One pre-copy pass, then the guest runs on the destination and the rest follows on demand:
/// T ≈ T1 + W(T1)/B, downtime ≈ the switch-over cost; the guest waits for each page that it touches before it has arrived.
/// </summary>
public sealed class PostCopyModel : IStrategyModel
{
    // A page that is asked for travels behind what is queued already, as the last page of a pre-copy does.
    private const double QueueShare = 0.5;
    private const double LeastFaultSeconds = 0.001;

    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.PostCopy;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningCase planning)
    {
        if (!planning.Input.Observation.IsRunning)
        {
            return new(Strategy, false, null, null, [new(ReasonCodes.CapabilityMissing,
                "libvirt does not switch a paused guest to post-copy; it needs none, since it writes nothing")]);
        }

        MigrationPrediction prediction = PredictionAssembly.Predict(planning, Run);
        List<Reason> violations = LimitViolations.Find(prediction, planning.Input.Limits);
        if (!planning.Input.Limits.AllowPostCopy)
            violations.Add(new(ReasonCodes.PostCopyNotAllowed, "post-copy is not allowed: add --allow-post-copy; once it has begun there is no way back"));
        if (!planning.IsHasty)
            prediction = prediction.WithRounds(planning, Run);
        return new(Strategy, violations.Count == 0, planning.Parameters(planning.LongestMaxDowntime) with { PostCopy = true }, prediction, violations);
    }

    private static PreCopyOutcome Run(in Scenario scenario, List<PredictedRound>? rounds)
    {
        double rate = Math.Min(scenario.CapRate, scenario.LineRate);
        double first = PreCopyModel.FirstRoundSeconds(scenario);
        double left = scenario.WorkingSet.At(first);
        double firstBytes = scenario.NonZeroBytes * (1 + (PreCopyModel.PageHeaderBytes / scenario.PageBytes));
        rounds?.Add(new(new((long)firstBytes), TimeSpan.FromSeconds(scenario.SetupSeconds + first), new((long)left)));

        // Half of the pages are there before they are wanted: the rest arrives while the guest asks for it.
        double rest = left / rate;
        double wanted = Math.Min(left, scenario.WorkingSet.At(rest)) / 2 / scenario.PageBytes;
        double stalled = Math.Min(rest, wanted * Math.Max(LeastFaultSeconds, QueueShare * scenario.SwitchoverSeconds));
        double total = scenario.SetupSeconds + first + scenario.SwitchoverSeconds + rest;
        return new(true, total, scenario.PostCopySwitchoverSeconds, firstBytes + left, stalled / total, rest > 0 ? stalled / rest : 0);
    }
}
