using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>A decided move in JSON, with what became of it.</summary>
internal sealed record DecidedMoveDocument(
    DomainDocument Domain, string From, string To, double PredictedSeconds, ReasonDocument Reason, string? State, string? MigrationId, IReadOnlyList<ReasonDocument> Reasons)
{
    public static DecidedMoveDocument Of(DecidedMove move, MoveStatus? status) => new(
        DomainDocument.From(move.Guest), move.From, move.To, move.Seconds, new(move.Reason.Code, move.Reason.Message),
        status?.State.Name(), status?.MigrationId, ReasonDocument.From(status?.Reasons ?? []));

    public static IReadOnlyList<DecidedMoveDocument> Of(DecisionEntry entry) =>
        [.. entry.Decision?.AllMoves.Select(m => Of(m, entry.Moves.FirstOrDefault(s => s.Guest == m.Guest.Uuid))) ?? []];
}
