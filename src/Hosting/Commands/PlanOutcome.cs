using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Hosting.Commands;

/// <summary>A plan, and what was checked before it; null when the source could not even be reached.</summary>
internal sealed record PlanOutcome(MigrationPlan Plan, PreflightReport? Preflight)
{
    /// <summary>Every node's fate, where the destination was chosen; empty where it was given.</summary>
    public IReadOnlyList<DestinationFate> Targets { get; init; } = [];
}
