using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Pre-copy and nothing else.</summary>
public sealed class PlainModel : IStrategyModel
{
    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.Plain;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningInput input)
    {
        TimeSpan maxDowntime = PredictionAssembly.MaxDowntime(input);
        var worlds = ScenarioSet.From(input, maxDowntime);
        List<PredictedRound> rounds = [];
        PreCopyOutcome pessimistic = PreCopyModel.Run(worlds.Pessimistic, 0, null);
        MigrationPrediction prediction = PredictionAssembly.Assemble(
            PreCopyModel.Run(worlds.Optimistic, 0, null), PreCopyModel.Run(worlds.Middle, 0, rounds), pessimistic, rounds);
        List<Reason> violations = PredictionAssembly.Violations(prediction, pessimistic.Converges, input.Limits);
        var parameters = new MigrationParameters { Bandwidth = input.Limits.Bandwidth, MaxDowntime = maxDowntime };
        return new(Strategy, violations.Count == 0, parameters, prediction, violations);
    }
}
