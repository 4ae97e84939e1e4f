using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>One guest of a drained node in JSON.</summary>
internal sealed record DrainGuestDocument
{
    public required DomainDocument Domain { get; init; }

    /// <summary>moved, kept, refused, failed, cancelled, unknown, waiting; planned in a dry run.</summary>
    public required string Result { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    /// <summary>Name of the node that took it, or was to take it.</summary>
    public required string? Destination { get; init; }

    public required string? Strategy { get; init; }

    public required int Attempts { get; init; }

    /// <summary>The latest migration in the journal.</summary>
    public required string? MigrationId { get; init; }

    public required EstimateDocument? PredictedSeconds { get; init; }

    public required EstimateDocument? PredictedDowntimeSeconds { get; init; }

    public required EstimateDocument? PredictedBytes { get; init; }

    public required ActualDocument? Actual { get; init; }

    /// <summary>From the first call to the proof.</summary>
    public required double? TookSeconds { get; init; }

    public static DrainGuestDocument From(DrainItem guest, DrainReport report)
    {
        MigrationPrediction? prediction = guest.Plan?.Chosen?.Prediction;
        return new()
        {
            Domain = DomainDocument.From(guest.Domain),
            Result = DrainView.Word(guest, report),
            Reasons = ReasonDocument.From(guest.Reasons),
            Destination = guest.Destination?.Name,
            Strategy = guest.Plan?.Chosen?.Strategy.Name(),
            Attempts = guest.Attempts,
            MigrationId = guest.Report?.Id,
            PredictedSeconds = Document(prediction?.TotalSeconds),
            PredictedDowntimeSeconds = Document(prediction?.DowntimeSeconds),
            PredictedBytes = Document(prediction?.TransferBytes),
            Actual = ActualDocument.From(guest.Report?.Actual),
            TookSeconds = guest.Took?.TotalSeconds,
        };
    }

    private static EstimateDocument? Document(Estimate? estimate) => estimate is { } known ? EstimateDocument.From(known) : null;
}
