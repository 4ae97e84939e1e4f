using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>Where the autopilot stands, in JSON: what <c>/autopilot</c> answers and <c>status --json</c> shows.</summary>
internal sealed record AutopilotDocument
{
    /// <summary>off, unarmed or armed.</summary>
    public required string State { get; init; }

    public required DateTimeOffset? At { get; init; }

    /// <summary>What it decides now.</summary>
    public required string Outcome { get; init; }

    public required DateTimeOffset? HeldUntil { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required IReadOnlyList<DecidedMoveDocument> MovesUnderWay { get; init; }

    /// <summary>The last decision that was recorded since the service started; null when there was none.</summary>
    public required LastDecisionDocument? LastDecision { get; init; }

    public required IReadOnlyList<WatchedNodeDocument> Nodes { get; init; }

    public static AutopilotDocument From(AutopilotReport report) => new()
    {
        State = report.At is null ? "off" : report.IsArmed ? "armed" : "unarmed",
        At = report.At,
        Outcome = report.Decision.Outcome.Name(),
        HeldUntil = report.Decision.HeldUntil,
        Reasons = ReasonDocument.From(report.Decision.Findings.SelectMany(f => f.Reasons)),
        MovesUnderWay = [.. report.UnderWay.Select(m => DecidedMoveDocument.Of(m, null))],
        LastDecision = report.Recorded is { } last ? new(last.Id, last.At, last.Outcome.Name()) : null,
        Nodes = [.. report.Nodes.Select(n => WatchedNodeDocument.From(n, report))],
    };
}
