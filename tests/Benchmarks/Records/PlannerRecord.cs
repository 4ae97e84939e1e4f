namespace ShadowMig.Benchmarks.Records;

/// <summary>What one plan costs in the process.</summary>
internal sealed record PlannerRecord(string Key, int Plans, double MedianMicroseconds, double P99Microseconds, double BytesPerPlan, int Candidates, bool Go);
