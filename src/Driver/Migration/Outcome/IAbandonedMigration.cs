using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Ends migrations that nobody runs any more: their process died, and the source's daemon may still be sending.</summary>
/// <remarks>While the result is unknown the journal's entry stays open, so that the same can be tried again.</remarks>
public interface IAbandonedMigration
{
    /// <summary>Aborts the source's job unless it is in post-copy, establishes who has the guest, and closes the journal's entry.</summary>
    /// <param name="entry">The migration as the journal holds it.</param>
    /// <returns>The report, or why nothing was done: somebody holds the guest's lock.</returns>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    Task<(MigrationReport? Report, Reason? Refusal)> AbortAsync(JournalEntry entry);

    /// <summary>
    /// Adopts what still runs and follows it to its end, within the limits of its plan; then establishes who has the guest, sees to it
    /// that only one node has it, tidies up, and closes the journal's entry.
    /// </summary>
    /// <param name="entry">The migration as the journal holds it.</param>
    /// <param name="terms">How to go about it.</param>
    /// <param name="stop">Ends the watch; the migration goes on.</param>
    /// <returns>The report, or why nothing was done: somebody runs it, it has ended, or the watch was ended.</returns>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    Task<(MigrationReport? Report, Reason? Refusal)> RecoverAsync(JournalEntry entry, RecoveryTerms terms, CancellationToken stop);
}
