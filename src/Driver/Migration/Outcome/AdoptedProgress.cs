using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Keeps the journal's entry of an adopted migration fresh, for status and metrics, about once a second.</summary>
internal sealed class AdoptedProgress(Takeover takeover, IMigrationJournal journal, TimeProvider timeProvider, Action<string, string> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly JournalEntry _entry = takeover.Entry;
    private MigrationProgress _latest = takeover.Entry.Progress ?? new() { Phase = takeover.Entry.Phase };
    private MigrationPhase _phase = takeover.Entry.Phase;
    private DateTimeOffset? _journaledAt;

    /// <summary>Takes a reading in; a journal that fails is no reason to leave the migration alone.</summary>
    public void See(OwnershipReading reading)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        if (!reading.Source.HasJob || now - _journaledAt < Interval)
            return;
        try
        {
            if (_journaledAt is null)
                takeover.Act("adopt", "the process that ran it is gone, and the source goes on");
            _journaledAt = now;
            if (_phase < MigrationPhase.StopAndCopy && IsSwitchingOver(reading.Source))
            {
                _phase = MigrationPhase.StopAndCopy;
                journal.EnterPhase(_entry.Id, _phase, now);
            }

            _latest = _latest.Next(_phase, now - _entry.StartedAt, Telling(reading.Source.Job), null);
            journal.RecordProgress(_entry.Id, _latest, now);
        }
        catch (IOException e)
        {
            log(_entry.Id, e.Message);
        }
    }

    private bool IsSwitchingOver(GuestReading source) =>
        source.IsInPostCopy || (!takeover.WasPaused && source.State is { IsPausedForMigration: true });

    // Before the set-up is over, and after the end, libvirt fills the fields with zeroes.
    private static DomainJobStatistics? Telling(DomainJobStatistics? job) => job is { MemoryTotalBytes: not (null or 0) } ? job : null;
}
