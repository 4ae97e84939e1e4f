using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Hosting.Commands;

/// <summary>A plan, and what was checked before it; null when the source could not even be reached.</summary>
internal sealed record PlanOutcome(MigrationPlan Plan, PreflightReport? Preflight);
