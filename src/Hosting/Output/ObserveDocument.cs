using System.Text.Json.Serialization;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>observe --json</c> prints; the reasons only when there is no observation, the policy only when the guest has metadata.</summary>
internal sealed record ObserveDocument(
    DomainDocument Domain,
    string? Host,
    DateTimeOffset At,
    ObservationDocument? Observation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReasonDocument>? Reasons = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PolicyDocument? Policy = null);
