namespace ShadowMig.Driver.Selection;

/// <summary>One choice that a decision made, with what became of every candidate.</summary>
/// <param name="Subject">The host that a guest should leave, or the guest that needs a host.</param>
/// <param name="Chosen">The guest or host that was chosen; null when none would do.</param>
/// <param name="Candidates">All candidates.</param>
public sealed record Choice(string Subject, string? Chosen, IReadOnlyList<CandidateFate> Candidates);
