namespace ShadowMig.Driver.Simulation;

/// <summary>A line of a trace is not what it should be.</summary>
/// <param name="line">Number of the line, from 1.</param>
/// <param name="message">What is wrong with it, and what is expected.</param>
public sealed class TraceFormatException(int line, string message) : FormatException(message)
{
    /// <summary>Number of the line, from 1.</summary>
    public int Line { get; } = line;
}
