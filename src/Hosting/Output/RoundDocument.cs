namespace ShadowMig.Hosting.Output;

/// <summary>A predicted round in JSON.</summary>
internal sealed record RoundDocument(long Bytes, double Seconds, long DirtiedBytes);
