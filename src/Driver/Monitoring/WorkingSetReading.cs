namespace ShadowMig.Driver.Monitoring;

/// <summary>One measurement of the writable working set, as it came, with its sampling error.</summary>
/// <param name="Period">t.</param>
/// <param name="Bytes">What was found of W(t), bytes.</param>
/// <param name="Error">Standard error of <paramref name="Bytes"/>, bytes; above zero, also where nothing was found.</param>
internal readonly record struct WorkingSetReading(TimeSpan Period, double Bytes, double Error);
