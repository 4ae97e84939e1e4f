namespace ShadowMig.Hosting.Output;

/// <summary>What <c>decisions --json</c> prints.</summary>
internal sealed record DecisionsDocument(IReadOnlyList<DecisionSummaryDocument> Decisions);
