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

    /// <summary>How it ended; unknown without an end while who has the guest is not settled, null while it runs.</summary>
    public required string? Result { get; init; }

    /// <summary>Fencing token of the guest lock that it runs or ran under.</summary>
    public required long? LockToken { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required ProgressDocument? Progress { get; init; }

    public required ActualDocument? Actual { get; init; }

    public required OwnershipDocument? Ownership { get; init; }

    /// <summary>What a person can do while it is not settled, in order.</summary>
    public required IReadOnlyList<CommandDocument> Commands { get; init; }

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
        Ownership = entry.Report is { } report ? OwnershipDocument.From(report.Ownership) : null,
        Commands = CommandDocument.From(entry),
    };
}
