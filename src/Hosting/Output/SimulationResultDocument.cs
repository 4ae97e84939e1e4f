using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Output;

/// <summary>What came of one policy, in JSON.</summary>
internal sealed record SimulationResultDocument(
    string Policy,
    double EnergyKilowattHours,
    int Migrations,
    double OverloadTimeRatio,
    double MigrationLossRatio,
    double Violation,
    double EnergyViolation,
    double MissingRatio,
    double ActiveHosts,
    int HostShutdowns,
    int Overloads,
    int NoMoveHelped,
    IReadOnlyList<DecisionDocument>? Decisions)
{
    public static SimulationResultDocument From(SimulationResult result, IReadOnlyList<SimulatedDecision>? decisions) => new(
        result.Policy,
        result.EnergyKilowattHours,
        result.Migrations,
        result.OverloadTimeRatio,
        result.MigrationLossRatio,
        result.Violation,
        result.EnergyViolation,
        result.MissingRatio,
        result.ActiveHosts,
        result.HostShutdowns,
        result.Overloads,
        result.Stuck,
        decisions is null ? null : [.. decisions.Where(d => d.Decision is not { Moves: [], Overloaded: [], Stuck: [] }).Select(DecisionDocument.From)]);
}
