using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>What was predicted for a whole drain, in JSON; a second attempt of failed guests is added.</summary>
/// <param name="TotalSeconds">By the schedule.</param>
/// <param name="BoundSeconds">Bytes ÷ link rate: no schedule takes less.</param>
/// <param name="LinkBytesPerSecond">What leaves the node at most.</param>
/// <param name="MostAtOnce">Most migrations at a time.</param>
internal sealed record DrainPredictionDocument(double TotalSeconds, double BoundSeconds, double LinkBytesPerSecond, int MostAtOnce)
{
    public static DrainPredictionDocument? From(DrainReport report) => report.Forecasts.Count == 0 ? null : new(
        report.Forecasts.Sum(f => f.Forecast.Total.TotalSeconds),
        report.Forecasts.Sum(f => f.Forecast.Bound.TotalSeconds),
        report.Forecasts[0].Link.Rate.Value,
        report.Forecasts.Max(f => f.Forecast.MostAtOnce));
}
