using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Predicts one way to move a guest. Pure; a new way is a new class and a registration.</summary>
public interface IStrategyModel
{
    /// <summary>The way.</summary>
    MigrationStrategy Strategy { get; }

    /// <summary>Weighs the way for one case: its parameters, its prediction, and why it is not feasible if so.</summary>
    PlanCandidate Evaluate(PlanningCase planning);
}
