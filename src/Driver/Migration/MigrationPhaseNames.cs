namespace ShadowMig.Driver.Migration;

/// <summary>Phases as JSON, metrics and logs write them.</summary>
public static class MigrationPhaseNames
{
    /// <summary>The name of a phase, in lower camel case.</summary>
    public static string Name(this MigrationPhase phase) => phase switch
    {
        MigrationPhase.Initialization => "initialization",
        MigrationPhase.Reservation => "reservation",
        MigrationPhase.IterativePreCopy => "iterativePreCopy",
        MigrationPhase.StopAndCopy => "stopAndCopy",
        MigrationPhase.Commitment => "commitment",
        MigrationPhase.Activation => "activation",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "unknown phase"),
    };
}
