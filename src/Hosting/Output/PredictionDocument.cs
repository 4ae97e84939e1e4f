using ShadowMig.Driver.Planning;

namespace ShadowMig.Hosting.Output;

/// <summary>A prediction in JSON.</summary>
internal sealed record PredictionDocument(
    EstimateDocument TotalSeconds,
    EstimateDocument DowntimeSeconds,
    EstimateDocument TransferBytes,
    EstimateDocument SlowdownRatio,
    double PeakSlowdownRatio,
    double ConvergingRatio,
    long SourceMemoryBytes,
    long DestinationMemoryBytes,
    IReadOnlyList<RoundDocument> Rounds)
{
    public static PredictionDocument? From(MigrationPrediction? prediction) => prediction is null ? null : new(
        EstimateDocument.From(prediction.TotalSeconds),
        EstimateDocument.From(prediction.DowntimeSeconds),
        EstimateDocument.From(prediction.TransferBytes),
        EstimateDocument.From(prediction.Slowdown),
        prediction.PeakSlowdown,
        prediction.ConvergingShare,
        prediction.SourceMemory.Value,
        prediction.DestinationMemory.Value,
        [.. prediction.Rounds.Select(r => new RoundDocument(r.Bytes.Value, r.Time.TotalSeconds, r.Dirtied.Value))]);
}
