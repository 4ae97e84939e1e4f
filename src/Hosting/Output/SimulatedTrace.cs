using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Output;

/// <summary>A trace that was run, and what came of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Machines">How many machines it records.</param>
/// <param name="Duration">The time that it covers.</param>
/// <param name="Results">One a policy.</param>
/// <param name="Decisions">For each policy what it decided; null when nobody asked.</param>
internal sealed record SimulatedTrace(
    string File,
    int Machines,
    TimeSpan Duration,
    IReadOnlyList<SimulationResult> Results,
    IReadOnlyList<IReadOnlyList<SimulatedDecision>>? Decisions);
