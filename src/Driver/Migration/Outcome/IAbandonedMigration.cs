using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Ends migrations that nobody runs any more: their process died, and the source's daemon may still be sending.</summary>
public interface IAbandonedMigration
{
    /// <summary>Aborts the source's job unless it is in post-copy, establishes who has the guest, and closes the journal's entry.</summary>
    /// <param name="entry">The migration as the journal holds it.</param>
    /// <returns>
    /// The report, or why nothing was done: somebody holds the guest's lock. While the result is unknown the entry stays open, so that
    /// the same can be tried again.
    /// </returns>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    Task<(MigrationReport? Report, Reason? Refusal)> AbortAsync(JournalEntry entry);
}
