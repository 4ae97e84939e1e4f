using ShadowMig.Driver.Selection;

namespace ShadowMig.Hosting.Output;

/// <summary>A move of a simulated decision, in JSON: how many hosts were considered, by what became of them.</summary>
internal sealed record MoveDocument(string Guest, string From, string To, string Code, string Message, IReadOnlyDictionary<string, int> Candidates)
{
    public static MoveDocument Of(PlannedMove move, Choice? choice) => new(
        move.Guest.Id,
        move.From.Id,
        move.To.Id,
        move.Reason.Code,
        move.Reason.Message,
        (choice?.Candidates ?? []).CountBy(c => c.Code).ToDictionary());
}
