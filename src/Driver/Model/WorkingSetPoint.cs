namespace ShadowMig.Driver.Model;

/// <summary>One point of the writable working set curve W(t): distinct memory written within a time.</summary>
public readonly record struct WorkingSetPoint(TimeSpan Period, ByteCount Distinct);
