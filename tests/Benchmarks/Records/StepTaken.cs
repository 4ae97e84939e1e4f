namespace ShadowMig.Benchmarks.Records;

/// <summary>What a policy did in flight.</summary>
internal sealed record StepTaken(double AtSeconds, string Step);
