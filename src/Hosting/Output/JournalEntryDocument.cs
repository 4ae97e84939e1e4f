using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>A journal entry in JSON.</summary>
internal sealed record JournalEntryDocument
{
    public required string Id { get; init; }

    public required DomainDocument Domain { get; init; }

    public required string Source { get; init; }

    public required string Destination { get; init; }

    public required string Strategy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required string Phase { get; init; }

    public required string? Result { get; init; }

    /// <summary>Fencing token of the guest lock that it runs or ran under.</summary>
    public required long? LockToken { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required ProgressDocument? Progress { get; init; }

    public required ActualDocument? Actual { get; init; }

    public static JournalEntryDocument From(JournalEntry entry) => new()
    {
        Id = entry.Id,
        Domain = DomainDocument.From(entry.Domain),
        Source = entry.SourceUri,
        Destination = entry.DestinationUri,
        Strategy = entry.Strategy.Name(),
        StartedAt = entry.StartedAt,
        EndedAt = entry.EndedAt,
        Phase = entry.Phase.Name(),
        Result = entry.Report?.Result.Name(),
        LockToken = entry.LockToken,
        Reasons = ReasonDocument.From(entry.Report?.Reasons ?? []),
        Progress = ProgressDocument.From(entry.Progress),
        Actual = ActualDocument.From(entry.Report?.Actual),
    };
}
