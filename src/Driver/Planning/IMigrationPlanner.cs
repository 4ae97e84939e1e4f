namespace ShadowMig.Driver.Planning;

/// <summary>Turns an observation into a plan with a prediction, or a refusal. Pure.</summary>
public interface IMigrationPlanner
{
    /// <summary>Plans one migration.</summary>
    MigrationPlan Plan(PlanningInput input);
}
