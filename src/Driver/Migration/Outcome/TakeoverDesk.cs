using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Takes abandoned migrations over, under the guest's lock: that of a process that died lapses after its lease, and one that still runs is left alone.</summary>
public sealed class TakeoverDesk(
    GuestLocker locker, IMigrationJournal journal, IOptions<CoordinationOptions> coordination, TimeProvider timeProvider)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes a migration over.</summary>
    /// <param name="entry">As the journal held it.</param>
    /// <param name="waits">Whether to wait for as long as the lock of a dead process stands.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="MigrationRefusedException">Somebody holds the guest's lock, nobody can be asked for it, or the migration has ended meanwhile.</exception>
    internal async Task<Takeover> TakeAsync(JournalEntry entry, bool waits, CancellationToken stop)
    {
        GuestLock held = await LockAsync(entry, waits ? coordination.Value.Lease + Retry : TimeSpan.Zero, stop);
        try
        {
            // Whoever ran it may have ended it before the lock was free.
            JournalEntry current = journal.Find(entry.Id) ?? entry;
            if (current.EndedAt is not null)
                throw new MigrationRefusedException(new(ReasonCodes.AlreadyEnded, $"migration {entry.Id} has ended meanwhile"));
            journal.RecordLock(entry.Id, held.Token);
            return new(current with { LockToken = held.Token }, held, journal, timeProvider);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private async Task<GuestLock> LockAsync(JournalEntry entry, TimeSpan patience, CancellationToken stop)
    {
        MigrationHosts hosts = new(entry.Plan?.SourceUuid ?? Guid.Empty, entry.Plan?.DestinationUuid ?? Guid.Empty);
        long began = timeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                return await locker.TakeAsync(entry.Id, entry.Domain, hosts, takesOver: true, CancellationToken.None);
            }
            catch (MigrationRefusedException e) when (e.Reason.Code == ReasonCodes.GuestLocked && timeProvider.GetElapsedTime(began) < patience)
            {
                await Task.Delay(Retry, timeProvider, stop);
            }
        }
    }
}
