using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>cancel --json</c> prints.</summary>
internal sealed record CancelDocument
{
    public required string Id { get; init; }

    public required DomainDocument Domain { get; init; }

    /// <summary>How the migration ended, as <c>migrate --json</c> says it; null when its end was not seen.</summary>
    public required string? Result { get; init; }

    /// <summary>Whether nothing was asked for, since it would have come too late.</summary>
    public required bool Refused { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required OwnershipDocument? Ownership { get; init; }

    public static CancelDocument From(CancelOutcome outcome) => new()
    {
        Id = outcome.Entry.Id,
        Domain = DomainDocument.From(outcome.Entry.Domain),
        Result = outcome.Report?.Result.Name(),
        Refused = outcome.Refusal is not null,
        Reasons = ReasonDocument.From([.. (Reason[])(outcome.Refusal is { } refusal ? [refusal] : []), .. outcome.Report?.Reasons ?? []]),
        Ownership = outcome.Report is { } report ? OwnershipDocument.From(report.Ownership) : null,
    };
}
