namespace ShadowMig.Driver.Model;

/// <summary>What a guest wrote in one short time; several of them tell a steady guest from one with phases.</summary>
/// <param name="At">Start of the time.</param>
/// <param name="Period">Its length.</param>
/// <param name="Distinct">Distinct memory written in it.</param>
public readonly record struct ActivitySample(DateTimeOffset At, TimeSpan Period, ByteCount Distinct);
