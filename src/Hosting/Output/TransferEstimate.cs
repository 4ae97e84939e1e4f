using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>How far a transfer is. Pre-copy sends some memory twice, so the measure is the predicted amount, or what is sent and left if that is more.</summary>
/// <param name="Share">Share done, 0 to 1.</param>
/// <param name="Remaining">Time left by the forecast; null when unknown.</param>
internal readonly record struct TransferEstimate(double Share, TimeSpan? Remaining)
{
    /// <summary>The estimate from one reading.</summary>
    public static TransferEstimate From(MigrationProgress progress, double? predictedBytes)
    {
        if (progress.Phase > MigrationPhase.StopAndCopy)
            return new(1, TimeSpan.Zero);
        if (progress.MemoryProcessed is not { } sent || progress.MemoryRemaining is not { } left)
            return default;
        double expected = Math.Max(predictedBytes is { } p && double.IsFinite(p) ? p : 0, sent.Value + (double)left.Value);
        return new(expected > 0 ? sent.Value / expected : 0, progress.Remaining);
    }
}
