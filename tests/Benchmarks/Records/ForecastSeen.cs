namespace ShadowMig.Benchmarks.Records;

/// <summary>What ShadowMig said in flight of the time that is left.</summary>
/// <param name="AtSeconds">When, since the transfer began.</param>
/// <param name="RemainingSeconds">Time left; null while it said nothing.</param>
internal sealed record ForecastSeen(double AtSeconds, double? RemainingSeconds);
