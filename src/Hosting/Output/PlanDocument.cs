using System.Text.Json.Serialization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>plan --json</c> prints, and a refused <c>migrate --json</c> too.</summary>
internal sealed record PlanDocument
{
    public required DomainDocument Domain { get; init; }

    public required string Source { get; init; }

    /// <summary>Null where none could be chosen.</summary>
    public required string? Destination { get; init; }

    /// <summary>Where the limits come from; null where a refusal came before it was known.</summary>
    public required ProfileDocument? Profile { get; init; }

    public required ObservationDocument? Observation { get; init; }

    public required LinkDocument? Link { get; init; }

    public required string Decision { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required string? Strategy { get; init; }

    public required ParametersDocument? Parameters { get; init; }

    public required PredictionDocument? Prediction { get; init; }

    public required IReadOnlyList<AlternativeDocument> Alternatives { get; init; }

    /// <summary>Every node's fate, where the destination was chosen; left out where it was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TargetDocument>? Targets { get; init; }

    /// <summary>With the choice of the destination.</summary>
    public static PlanDocument From(PlanOutcome outcome) =>
        From(outcome.Plan) with { Targets = outcome.Targets.Count > 0 ? [.. outcome.Targets.Select(TargetDocument.From)] : null };

    public static PlanDocument From(MigrationPlan plan) => new()
    {
        Domain = DomainDocument.From(plan.Domain),
        Source = plan.Source,
        Destination = plan.Destination.Length > 0 ? plan.Destination : null,
        Profile = ProfileDocument.From(plan.Profile),
        Observation = plan.Observation is null ? null : ObservationDocument.From(plan.Observation),
        Link = LinkDocument.From(plan.Link),
        Decision = PlanDecisions.Name(plan.Go),
        Reasons = ReasonDocument.From(plan.Reasons),
        Strategy = plan.Chosen?.Strategy.Name(),
        Parameters = ParametersDocument.From(plan.Chosen?.Parameters),
        Prediction = PredictionDocument.From(plan.Chosen?.Prediction),
        Alternatives = [.. plan.Alternatives().Select(AlternativeDocument.From)],
    };
}
