namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>A signal that every node has without configuration.</summary>
/// <param name="Name">Its name in rules, metrics and logs.</param>
/// <param name="Scope">What it speaks of.</param>
/// <param name="Unit">Unit of its number: ratio (0 to 1), bytes/s, events/s or a count.</param>
/// <param name="IsLocal">Whether it can only be read on the node itself.</param>
public sealed record SignalDefinition(string Name, SignalScope Scope, string Unit, bool IsLocal);
