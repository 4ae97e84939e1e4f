using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>migrate --json</c> prints after a migration.</summary>
internal sealed record MigrateDocument
{
    public required string Id { get; init; }

    public required string Result { get; init; }

    /// <summary>Why it did not complete, or what to know.</summary>
    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public required PlanDocument Plan { get; init; }

    public required IReadOnlyList<PhaseDocument> Phases { get; init; }

    public required ActualDocument? Actual { get; init; }

    public required PredictionErrorDocument? PredictionError { get; init; }

    /// <summary>Pre-copy rounds as they were: the first 64 and the last 64.</summary>
    public required IReadOnlyList<TransferRoundDocument> Rounds { get; init; }

    public required IReadOnlyList<ActionDocument> Actions { get; init; }

    public required OwnershipDocument Ownership { get; init; }

    /// <summary>What a person can do about a result that is unknown, in order.</summary>
    public required IReadOnlyList<CommandDocument> Commands { get; init; }

    public static MigrateDocument From(MigrationReport report) => new()
    {
        Id = report.Id,
        Result = report.Result.Name(),
        Reasons = ReasonDocument.From(report.Reasons),
        Plan = PlanDocument.From(report.Plan),
        Phases = [.. report.Phases.Select(PhaseDocument.From)],
        Actual = ActualDocument.From(report.Actual),
        PredictionError = PredictionErrorDocument.From(report.PredictionError),
        Rounds = [.. report.Rounds.Select(TransferRoundDocument.From)],
        Actions = [.. report.Actions.Select(ActionDocument.From)],
        Ownership = OwnershipDocument.From(report.Ownership),
        Commands = CommandDocument.From(report.Commands),
    };
}
