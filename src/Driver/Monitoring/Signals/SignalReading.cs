using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>A number of a signal. A reading that is missing is not there; it is never a reading of 0.</summary>
/// <param name="Signal">The signal's name.</param>
/// <param name="Guest">The guest that it speaks of; null for the node.</param>
/// <param name="Value">The number, finite, in the signal's unit.</param>
/// <param name="At">When it was true.</param>
/// <param name="StaleAt">From when on it decides nothing.</param>
public sealed record SignalReading(string Signal, DomainIdentity? Guest, double Value, DateTimeOffset At, DateTimeOffset StaleAt)
{
    /// <summary>Whether it still decides.</summary>
    public bool IsFresh(DateTimeOffset now) => now <= StaleAt;
}
