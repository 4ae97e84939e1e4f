using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>drain --json</c> prints.</summary>
internal sealed record DrainDocument
{
    public required string Node { get; init; }

    public required string Uri { get; init; }

    /// <summary>empty, planned, refused, partly, unknown or cancelled: one for each exit code.</summary>
    public required string Result { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required IReadOnlyList<DrainGuestDocument> Guests { get; init; }

    /// <summary>Guests that are only defined on the node; they stay.</summary>
    public required IReadOnlyList<DomainDocument> ShutOff { get; init; }

    /// <summary>Guests active on the node at the end; null when it was not asked or did not answer.</summary>
    public required IReadOnlyList<DomainDocument>? Left { get; init; }

    /// <summary>What was predicted for the whole; null when nothing could be moved.</summary>
    public required DrainPredictionDocument? Predicted { get; init; }

    /// <summary>Time in which migrations ran.</summary>
    public required double ActualSeconds { get; init; }

    /// <summary>Time in which guests were observed, before migrations.</summary>
    public required double ObservingSeconds { get; init; }

    public static DrainDocument From(DrainReport report) => new()
    {
        Node = report.Node.Name,
        Uri = report.Node.Uri,
        Result = Word(report),
        Reasons = ReasonDocument.From((report.Failure ?? report.Halt) is { } reason ? [reason] : []),
        Guests = [.. report.Guests.Select(g => DrainGuestDocument.From(g, report))],
        ShutOff = [.. report.ShutOff.Select(DomainDocument.From)],
        Left = report.Left is { } left ? [.. left.Select(DomainDocument.From)] : null,
        Predicted = DrainPredictionDocument.From(report),
        ActualSeconds = report.Moving.TotalSeconds,
        ObservingSeconds = report.Observing.TotalSeconds,
    };

    private static string Word(DrainReport report) => report.ExitCode switch
    {
        ExitCodes.Done => report.DryRun ? "planned" : "empty",
        ExitCodes.Refused => "refused",
        ExitCodes.Failed => "partly",
        ExitCodes.Cancelled => "cancelled",
        _ => "unknown",
    };
}
