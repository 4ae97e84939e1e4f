using System.Text.Json.Serialization;

namespace ShadowMig.Hosting.Output;

/// <summary>What the API answers to an action or a refused request.</summary>
/// <param name="Answer">In one word.</param>
/// <param name="Message">What happened, or what to do next.</param>
/// <param name="Request">The request to ask for; left out where there is none.</param>
/// <param name="Reasons">Why a migration was refused; left out where nothing but the message says it.</param>
internal sealed record ApiAnswerDocument(
    string Answer, string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Request = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReasonDocument>? Reasons = null);
