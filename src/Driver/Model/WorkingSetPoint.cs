namespace ShadowMig.Driver.Model;

/// <summary>One point of the writable working set curve W(t): distinct memory written within a time.</summary>
/// <param name="Period">t.</param>
/// <param name="Distinct">W(t).</param>
/// <param name="RelativeError">Standard error of sampling, as a share of <paramref name="Distinct"/>; null when unknown.</param>
public readonly record struct WorkingSetPoint(TimeSpan Period, ByteCount Distinct, double? RelativeError = null);
