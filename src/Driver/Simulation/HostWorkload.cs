namespace ShadowMig.Driver.Simulation;

/// <summary>What the guests of one host asked for together, until one of them would leave.</summary>
/// <param name="Id">The simulation that it belongs to.</param>
/// <param name="Load">Shares of the host's capacity, oldest first; at or above 1 where it was overloaded.</param>
public sealed record HostWorkload(int Id, ReadOnlyMemory<double> Load);
