using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Hosting.Output;

/// <summary>Where one rule stands, in JSON; value and limit in the signal's own unit.</summary>
internal sealed record RuleDocument
{
    public required string Rule { get; init; }

    public required DomainDocument? Domain { get; init; }

    public required string Signal { get; init; }

    public required string Resource { get; init; }

    public required string Severity { get; init; }

    public required string State { get; init; }

    public required bool InEffect { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required double? Value { get; init; }

    public required double? Limit { get; init; }

    public required bool Stale { get; init; }

    public required ReasonDocument Reason { get; init; }

    public static RuleDocument From(RuleStatus status) => new()
    {
        Rule = status.Rule.Name,
        Domain = status.Guest is { } guest ? DomainDocument.From(guest) : null,
        Signal = status.Rule.Signal,
        Resource = status.Rule.Resource,
        Severity = status.Rule.Severity.Name(),
        State = status.State.Name(),
        InEffect = status.IsInEffect,
        Since = status.Since,
        Value = status.Value.Finite(),
        Limit = status.Limit.Finite(),
        Stale = status.IsStale,
        Reason = new(status.Reason.Code, status.Reason.Message),
    };
}
