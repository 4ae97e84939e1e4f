using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// One pre-copy pass, then the guest runs on the destination and the rest follows on demand:
/// T ≈ T1 + W(T1)/B, downtime ≈ the switch-over cost.
/// </summary>
public sealed class PostCopyModel : IStrategyModel
{
    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.PostCopy;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningInput input)
    {
        if (!input.Observation.IsRunning)
        {
            return new(Strategy, false, null, null, [new(ReasonCodes.CapabilityMissing,
                "libvirt does not switch a paused guest to post-copy; it needs none, since it writes nothing")]);
        }

        TimeSpan maxDowntime = PredictionAssembly.MaxDowntime(input);
        var worlds = ScenarioSet.From(input, maxDowntime);
        List<PredictedRound> rounds = [];
        PreCopyOutcome middle = Run(worlds.Middle, rounds);
        MigrationPrediction prediction = PredictionAssembly.Assemble(Run(worlds.Optimistic, null), middle, Run(worlds.Pessimistic, null), rounds);
        List<Reason> violations = PredictionAssembly.Violations(prediction, convergesSurely: true, input.Limits);
        if (!input.Limits.AllowPostCopy)
            violations.Add(new(ReasonCodes.PostCopyNotAllowed, "post-copy is not allowed: add --allow-post-copy; once it has begun there is no way back"));

        var parameters = new MigrationParameters { Bandwidth = input.Limits.Bandwidth, MaxDowntime = maxDowntime, PostCopy = true };
        return new(Strategy, violations.Count == 0, parameters, prediction, violations);
    }

    private static PreCopyOutcome Run(in Scenario scenario, List<PredictedRound>? rounds)
    {
        double first = PreCopyModel.FirstRoundSeconds(scenario);
        double left = scenario.WorkingSet.At(first);
        double firstBytes = scenario.NonZeroBytes;
        rounds?.Add(new(new((long)firstBytes), TimeSpan.FromSeconds(first), new((long)left)));
        double rest = left / scenario.StreamRate;
        return new(true, first + scenario.SwitchoverSeconds + rest, scenario.SwitchoverSeconds, firstBytes + left);
    }
}
