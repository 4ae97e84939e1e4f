using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Simulation;

/// <summary>How a simulated data centre is run.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Policy">Who decides on moves; null when nothing moves.</param>
/// <param name="Placement">Where guests are at the start.</param>
/// <param name="AlwaysFullPower">Whether every host draws full power all the time, as without any power management.</param>
public sealed record SimulatedPolicy(string Name, IFleetPolicy? Policy, Placement Placement = Placement.LeastPower, bool AlwaysFullPower = false);
