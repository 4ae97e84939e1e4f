using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>What became of one node, and why.</summary>
/// <param name="Candidate">The node.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Headroom">Share of its scarcest resource that would be free with the guest, 0 to 1; null when unknown, or when refused before.</param>
/// <param name="Reasons">Why; empty for the chosen one.</param>
public sealed record DestinationFate(DestinationCandidate Candidate, DestinationOutcome Outcome, double? Headroom, IReadOnlyList<Reason> Reasons);
