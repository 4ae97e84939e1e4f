using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>A migration that was to be recovered, in JSON.</summary>
internal sealed record RecoveredDocument
{
    public required string Id { get; init; }

    public required DomainDocument Domain { get; init; }

    /// <summary>settled, running or unresolved.</summary>
    public required string State { get; init; }

    /// <summary>How the migration ended, as <c>migrate --json</c> says it; null while nobody knows.</summary>
    public required string? Result { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required OwnershipDocument? Ownership { get; init; }

    /// <summary>What a person can do while it is not settled, in order.</summary>
    public required IReadOnlyList<CommandDocument> Commands { get; init; }

    public static RecoveredDocument From(RecoverOutcome outcome) => new()
    {
        Id = outcome.Entry.Id,
        Domain = DomainDocument.From(outcome.Entry.Domain),
        State = outcome.State,
        Result = outcome.Entry.Report?.Result.Name(),
        Reasons = ReasonDocument.From([.. (Reason[])(outcome.Refusal is { } refusal ? [refusal] : []), .. outcome.Entry.Report?.Reasons ?? []]),
        Ownership = outcome.Entry.Report is { } report ? OwnershipDocument.From(report.Ownership) : null,
        Commands = CommandDocument.From(outcome.Entry),
    };
}
