using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>A migration in flight, in JSON.</summary>
internal sealed record ProgressDocument(
    double ElapsedSeconds, long? MemoryTotalBytes, long? MemoryProcessedBytes, long? MemoryRemainingBytes, double? BytesPerSecond, int? Iteration,
    double? RemainingSeconds)
{
    public static ProgressDocument? From(MigrationProgress? progress) => progress is null ? null : new(
        progress.Elapsed.TotalSeconds,
        progress.MemoryTotal?.Value,
        progress.MemoryProcessed?.Value,
        progress.MemoryRemaining?.Value,
        (progress.Rate?.Value).Finite(),
        progress.Iteration,
        progress.Remaining?.TotalSeconds);
}
