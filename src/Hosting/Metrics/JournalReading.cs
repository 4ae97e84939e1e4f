using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Metrics;

/// <summary>What the journal showed when it was last read.</summary>
/// <param name="Running">Unfinished migrations that make progress.</param>
/// <param name="Stale">Unfinished migrations that have been silent for too long: the process that ran them is likely gone.</param>
/// <param name="Unresolved">Unfinished migrations whose result is unknown: who has the guest was asked and could not be established.</param>
/// <param name="Ended">Migrations that ended a short while ago, newest first.</param>
/// <param name="Reservations">Reservations of targets' memory that stand.</param>
internal sealed record JournalReading(
    IReadOnlyList<JournalEntry> Running, IReadOnlyList<JournalEntry> Stale, IReadOnlyList<JournalEntry> Unresolved, IReadOnlyList<JournalEntry> Ended, int Reservations)
{
    /// <summary>Nothing read yet.</summary>
    public static JournalReading Empty { get; } = new([], [], [], [], 0);
}
