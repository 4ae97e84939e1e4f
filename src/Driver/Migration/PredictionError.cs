namespace ShadowMig.Driver.Migration;

/// <summary>(actual − predicted p50) / actual for each quantity; null where one of them is unknown.</summary>
public sealed record PredictionError(double? TotalTime, double? Downtime, double? TransferBytes);
