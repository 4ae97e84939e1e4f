using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>A completed job's statistics → what it cost, and how far the prediction was off. Pure.</summary>
public static class MigrationScore
{
    /// <summary>What a completed job cost.</summary>
    public static MigrationActuals Actuals(DomainJobStatistics job) => new(
        job.Elapsed,
        job.Downtime,
        ByteCount.From(job.DataProcessedBytes ?? job.MemoryProcessedBytes),
        job.Iteration is { } rounds ? (int)Math.Min(rounds, int.MaxValue) : null);

    /// <summary>(actual − predicted p50) / actual.</summary>
    public static PredictionError Error(MigrationActuals actual, MigrationPrediction predicted) => new(
        Relative(actual.TotalTime?.TotalSeconds, predicted.TotalSeconds.P50),
        Relative(actual.Downtime?.TotalSeconds, predicted.DowntimeSeconds.P50),
        Relative(actual.Transferred?.Value, predicted.TransferBytes.P50));

    private static double? Relative(double? actual, double predicted) =>
        actual is { } value && value > 0 && double.IsFinite(predicted) ? (value - predicted) / value : null;
}
