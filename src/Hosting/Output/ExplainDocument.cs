using System.Text.Json;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>explain ID --json</c> prints.</summary>
internal sealed record ExplainDocument
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required bool Armed { get; init; }

    public required string Outcome { get; init; }

    public required DateTimeOffset? HeldUntil { get; init; }

    public required IReadOnlyList<FindingDetailDocument> Findings { get; init; }

    public required IReadOnlyList<DecidedMoveDocument> Moves { get; init; }

    /// <summary>Whether the decision came out the same when it was made again; null when that was not asked for.</summary>
    public required bool? ReplayedSame { get; init; }

    /// <summary>All that it rests on, as the journal holds it: its members may change from version to version.</summary>
    public required JsonElement Input { get; init; }

    public static ExplainDocument From(DecisionEntry entry, AutopilotDecision decision, bool? replayedSame, JsonElement input) => new()
    {
        Id = entry.Id,
        At = entry.At,
        Armed = entry.IsArmed,
        Outcome = decision.Outcome.Name(),
        HeldUntil = decision.HeldUntil,
        Findings = [.. decision.Findings.Select(FindingDetailDocument.From)],
        Moves = DecidedMoveDocument.Of(entry),
        ReplayedSame = replayedSame,
        Input = input,
    };
}
