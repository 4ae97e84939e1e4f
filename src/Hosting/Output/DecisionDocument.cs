using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Output;

/// <summary>One decision of <c>simulate --decisions --json</c>.</summary>
internal sealed record DecisionDocument(
    double AtSeconds,
    IReadOnlyList<FindingDocument> Overloaded,
    IReadOnlyList<MoveDocument> Moves,
    IReadOnlyList<FindingDocument> NoMoveHelps)
{
    public static DecisionDocument From(SimulatedDecision decision) => new(
        decision.At.TotalSeconds,
        [.. decision.Decision.Overloaded.Select(FindingDocument.From)],
        [.. decision.Decision.Moves.Select(m => MoveDocument.Of(m, decision.Choices.LastOrDefault(c => c.Subject == m.Guest.Id && c.Chosen == m.To.Id)))],
        [.. decision.Decision.Stuck.Select(FindingDocument.From)]);
}
