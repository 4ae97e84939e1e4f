namespace ShadowMig.Driver.Planning;

/// <summary>
/// The writable working set as a function of time: a hot part and a slow part that saturate, and a part that streams,
/// W(t) = S₁·(1 − e^(−t/τ₁)) + S₂·(1 − e^(−t/τ₂)) + r·t, never more than the memory that can be written. Sums of this form
/// rise and never bend up, as every such curve does.
/// </summary>
/// <param name="SaturatingBytes">S₁: what the hot part levels off at.</param>
/// <param name="TimeConstantSeconds">τ₁: how fast it does.</param>
/// <param name="StreamingBytesPerSecond">r: memory written and not come back to.</param>
/// <param name="CeilingBytes">Memory that can be written at all.</param>
public readonly record struct WorkingSetCurve(
    double SaturatingBytes, double TimeConstantSeconds, double StreamingBytesPerSecond, double CeilingBytes)
{
    /// <summary>S₂: what the slow part levels off at; 0 without one.</summary>
    public double SlowBytes { get; init; }

    /// <summary>τ₂: how fast it does.</summary>
    public double SlowTimeConstantSeconds { get; init; }

    /// <summary>The longest time that was observed: beyond it the curve is a guess, bent by <see cref="Bend"/>.</summary>
    public double ObservedSeconds { get; init; } = double.PositiveInfinity;

    private double TailBend { get; init; }

    // Where the unseen tail begins, and how steep it is there: asked for in each round of a prediction.
    private double SeenBytes { get; init; }

    private double SeenSlope { get; init; }

    /// <summary>Distinct bytes written within a time.</summary>
    public double At(double seconds)
    {
        double bytes = Fitted(seconds);
        if (seconds > ObservedSeconds && TailBend != 0)
        {
            double straight = SeenBytes + (SeenSlope * (seconds - ObservedSeconds));
            bytes = TailBend > 0 ? bytes + (TailBend * (straight - bytes)) : bytes - (-TailBend * (bytes - SeenBytes));
        }
        return Math.Min(CeilingBytes, bytes);
    }

    /// <summary>The same curve for a guest that writes more or less, plus a constant for what a sample cannot see.</summary>
    public WorkingSetCurve Scale(double factor, double addedBytes) => this with
    {
        SaturatingBytes = (SaturatingBytes * factor) + addedBytes,
        SlowBytes = SlowBytes * factor,
        StreamingBytesPerSecond = StreamingBytesPerSecond * factor,
    };

    /// <summary>The same curve with another guess of its unseen tail; of what is scaled, scale it first.</summary>
    /// <param name="bend">
    /// Where between the two extremes that the observation allows the tail lies: −1 levels off at once, 0 is as fitted, 1 goes on in
    /// a straight line.
    /// </param>
    public WorkingSetCurve Bend(double bend) => double.IsInfinity(ObservedSeconds)
        ? this
        : this with { TailBend = bend, SeenBytes = Fitted(ObservedSeconds), SeenSlope = Slope(ObservedSeconds) };

    private double Fitted(double seconds)
    {
        double bytes = (SaturatingBytes * (1 - Math.Exp(-seconds / TimeConstantSeconds))) + (StreamingBytesPerSecond * seconds);
        return SlowBytes > 0 ? bytes + (SlowBytes * (1 - Math.Exp(-seconds / SlowTimeConstantSeconds))) : bytes;
    }

    private double Slope(double seconds)
    {
        double slope = (SaturatingBytes / TimeConstantSeconds * Math.Exp(-seconds / TimeConstantSeconds)) + StreamingBytesPerSecond;
        return SlowBytes > 0 ? slope + (SlowBytes / SlowTimeConstantSeconds * Math.Exp(-seconds / SlowTimeConstantSeconds)) : slope;
    }
}
