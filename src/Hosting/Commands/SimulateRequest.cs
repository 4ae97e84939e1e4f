using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Commands;

/// <summary>What is to be simulated.</summary>
/// <param name="Traces">Files.</param>
/// <param name="Interval">Time between two samples of a trace.</param>
/// <param name="Model">The data centre.</param>
/// <param name="Policies">How it is run.</param>
/// <param name="ShuffleSeed">What the order of machines is drawn from; null when it is that of the file.</param>
/// <param name="WithDecisions">Whether every decision is to be shown.</param>
/// <param name="OverloadLimits">Shares of time that single hosts may be overloaded; empty when a data centre is simulated.</param>
internal sealed record SimulateRequest(
    IReadOnlyList<string> Traces,
    TimeSpan Interval,
    SimulationModel Model,
    IReadOnlyList<SimulatedPolicy> Policies,
    ulong? ShuffleSeed,
    bool WithDecisions,
    IReadOnlyList<double> OverloadLimits);
