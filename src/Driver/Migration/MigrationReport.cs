using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration;

/// <summary>One migration from first to last.</summary>
public sealed record MigrationReport
{
    /// <summary>Its number in the journal.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required MigrationResult Result { get; init; }

    /// <summary>The plan that was followed.</summary>
    public required MigrationPlan Plan { get; init; }

    /// <summary>Whether it was refused before anything was changed.</summary>
    public bool Refused { get; init; }

    /// <summary>Why it did not complete, or what to know.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>Phases in order.</summary>
    public IReadOnlyList<PhaseTiming> Phases { get; init; } = [];

    /// <summary>What it cost.</summary>
    public MigrationActuals? Actual { get; init; }

    /// <summary>How far the prediction was off.</summary>
    public PredictionError? PredictionError { get; init; }

    /// <summary>Rounds as they were, in order: the first 64 and the last 64.</summary>
    public IReadOnlyList<TransferRound> Rounds { get; init; } = [];

    /// <summary>What the transfer showed of the way it took; null when it did not begin.</summary>
    public TransferFacts? Transfer { get; init; }

    /// <summary>What was done in flight.</summary>
    public IReadOnlyList<MigrationAction> Actions { get; init; } = [];

    /// <summary>What a person can do about a result that is unknown, in order.</summary>
    public IReadOnlyList<OperatorCommand> Commands { get; init; } = [];

    /// <summary>Who has the guest.</summary>
    public required Ownership Ownership { get; init; }
}
