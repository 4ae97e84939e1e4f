namespace ShadowMig.Driver.Model;

/// <summary>One point of the writable working set curve W(t): distinct memory written within a time.</summary>
/// <param name="Period">t.</param>
/// <param name="Distinct">W(t).</param>
/// <param name="Error">Standard error of <paramref name="Distinct"/>, above zero also where nothing was found; null when unknown.</param>
public readonly record struct WorkingSetPoint(TimeSpan Period, ByteCount Distinct, ByteCount? Error = null)
{
    /// <summary><see cref="Error"/> as a share of <see cref="Distinct"/>; null when unknown, or nothing was found.</summary>
    public double? RelativeError => Distinct.Value > 0 ? Error?.Value / (double)Distinct.Value : null;
}
