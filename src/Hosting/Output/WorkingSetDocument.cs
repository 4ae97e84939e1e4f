namespace ShadowMig.Hosting.Output;

/// <summary>One point of the working set curve in JSON.</summary>
internal sealed record WorkingSetDocument(double Seconds, long Bytes, double? RelativeError);
