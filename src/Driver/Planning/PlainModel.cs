using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Pre-copy and nothing else.</summary>
public sealed class PlainModel : IStrategyModel
{
    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.Plain;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningCase planning) =>
        PreCopyCandidate.Evaluate(planning, Strategy, new() { MaxDowntimeSeconds = 0 }, planning.Parameters);
}
