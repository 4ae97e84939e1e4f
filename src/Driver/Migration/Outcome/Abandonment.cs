using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Whether nobody runs an unfinished migration any more. Pure.</summary>
/// <remarks>Whoever runs one renews the guest's lock; who could not has lost the right to change anything, alive or not.</remarks>
public static class Abandonment
{
    /// <summary>A migration that has no lock yet is begun by a process that shows a sign within this time.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>Why a migration may not be taken over yet, whatever becomes of the guest's lock; null when it may.</summary>
    public static Reason? Objection(JournalEntry entry, DateTimeOffset now) => entry switch
    {
        { EndedAt: not null } => new(ReasonCodes.AlreadyEnded, $"migration {entry.Id} has ended already"),
        { LockToken: null, Report: null } when now - (entry.ProgressAt ?? entry.StartedAt) < Silence => new(
            ReasonCodes.GuestLocked, $"migration {entry.Id} of {entry.Domain.Name} was begun a moment ago, and its process may be about to lock the guest"),
        _ => null,
    };

    /// <summary>Whether a migration waits for somebody to take it over.</summary>
    /// <param name="entry">The migration.</param>
    /// <param name="locks">All locks that stand.</param>
    /// <param name="now">Now.</param>
    public static bool IsAbandoned(JournalEntry entry, IReadOnlyList<StandingLock> locks, DateTimeOffset now) =>
        Objection(entry, now) is null && locks.All(l => l.Guest != entry.Domain.Uuid);
}
