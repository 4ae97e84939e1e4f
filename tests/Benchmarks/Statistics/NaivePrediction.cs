namespace ShadowMig.Benchmarks.Statistics;

/// <summary>What the naive model foretells.</summary>
internal sealed record NaivePrediction(double TotalSeconds, double DowntimeSeconds, double TransferBytes, int Rounds);
