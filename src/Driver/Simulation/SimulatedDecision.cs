using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Simulation;

/// <summary>A decision in a simulation.</summary>
/// <param name="At">When it was made, from the first sample of the trace.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Choices">How it came about.</param>
public sealed record SimulatedDecision(TimeSpan At, FleetDecision Decision, IReadOnlyList<Choice> Choices);
