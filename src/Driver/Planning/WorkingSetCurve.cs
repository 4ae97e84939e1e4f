namespace ShadowMig.Driver.Planning;

/// <summary>
/// The writable working set as a function of time: a part that saturates and a part that streams,
/// W(t) = S·(1 − e^(−t/τ)) + r·t, never more than the guest's memory.
/// </summary>
/// <param name="SaturatingBytes">S: what the saturating part levels off at.</param>
/// <param name="TimeConstantSeconds">τ: how fast it does.</param>
/// <param name="StreamingBytesPerSecond">r: memory written and not come back to.</param>
/// <param name="CeilingBytes">Memory that can be written at all.</param>
public readonly record struct WorkingSetCurve(
    double SaturatingBytes, double TimeConstantSeconds, double StreamingBytesPerSecond, double CeilingBytes)
{
    /// <summary>Distinct bytes written within a time.</summary>
    public double At(double seconds) => Math.Min(
        CeilingBytes,
        (SaturatingBytes * -Math.Exp(-seconds / TimeConstantSeconds)) + SaturatingBytes + (StreamingBytesPerSecond * seconds));

    /// <summary>The same curve for a guest that writes more or less, plus a constant for what a sample cannot see.</summary>
    public WorkingSetCurve Scale(double factor, double addedBytes) => this with
    {
        SaturatingBytes = (SaturatingBytes * factor) + addedBytes,
        StreamingBytesPerSecond = StreamingBytesPerSecond * factor,
    };
}
