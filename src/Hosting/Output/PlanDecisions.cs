using ShadowMig.Driver.Planning;

namespace ShadowMig.Hosting.Output;

/// <summary>Words for what a plan says.</summary>
internal static class PlanDecisions
{
    /// <summary>The decision as JSON and metrics write it.</summary>
    public static string Name(bool go) => go ? "go" : "no-go";

    /// <summary>The ways that were considered and not chosen.</summary>
    public static IEnumerable<PlanCandidate> Alternatives(this MigrationPlan plan) =>
        plan.Candidates.Where(c => plan.Chosen is null || !Equals(c.Strategy, plan.Chosen.Strategy) || !Equals(c.Parameters, plan.Chosen.Parameters));
}
