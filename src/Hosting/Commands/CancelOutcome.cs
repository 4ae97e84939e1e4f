using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>What became of a wish to cancel.</summary>
/// <param name="Entry">The migration as it was found.</param>
/// <param name="Refusal">Why nothing was asked for; null when it was.</param>
/// <param name="Report">How the migration ended; null when it was not seen to.</param>
internal sealed record CancelOutcome(JournalEntry Entry, Reason? Refusal, MigrationReport? Report)
{
    /// <summary>The exit code that it means.</summary>
    public int ExitCode => (Refusal, Report?.Result) switch
    {
        ({ }, _) => ExitCodes.Refused,
        (_, MigrationResult.Cancelled) => ExitCodes.Done,
        (_, MigrationResult.Failed) => ExitCodes.Failed,
        (_, MigrationResult.Completed) => ExitCodes.Refused,
        _ => ExitCodes.Attention,
    };
}
