namespace ShadowMig.Driver.Simulation;

/// <summary>What was asked for cannot be simulated; the message says what would have to change.</summary>
public sealed class SimulationException(string message) : Exception(message);
