using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Follows the journal from one reading to the next: who runs, who fell silent, who was begun, who ended.</summary>
/// <remarks>
/// Counting starts with the first reading: what had ended by then is history, not counted again after a restart.
/// Not for use by several threads at a time.
/// </remarks>
internal sealed class JournalFollower(
    IMigrationJournal journal, IReservationBook reservations, ICordonBook cordons, MigrationCounters counters, TimeProvider time)
{
    /// <summary>How many of the latest migrations are looked at; more cannot end between two readings.</summary>
    public const int Window = 32;

    /// <summary>An unfinished migration that shows no change for so long is stale.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>For so long the prediction of an ended migration is still exported, for a look at it beside what happened.</summary>
    public static readonly TimeSpan Remembrance = TimeSpan.FromMinutes(5);

    /// <summary>A guest whose migration completed within this time moved recently.</summary>
    public static readonly TimeSpan Recently = TimeSpan.FromHours(1);

    private readonly HashSet<string> _unfinished = [];
    private HashSet<string>? _ended;
    private HashSet<string> _cordoned = [];
    private int _reservations;

    /// <summary>Reads the journal and counts what is new in it.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public async Task<JournalReading> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> unfinished = journal.Unfinished();
        IReadOnlyList<JournalEntry> latest = journal.Latest(Window);
        CountEnded(latest, unfinished);
        DateTimeOffset now = time.GetUtcNow();
        foreach (JournalEntry entry in unfinished.Where(e => _unfinished.Add(e.Id)))
            counters.CountBegun(entry);
        await ReadBooksAsync(now, cancellationToken);
        ILookup<bool, JournalEntry> silent = unfinished.Where(e => !e.IsUnresolved).ToLookup(e => now - (e.ProgressAt ?? e.StartedAt) > Silence);
        return new()
        {
            Running = [.. silent[false]],
            Stale = [.. silent[true]],
            Unresolved = [.. unfinished.Where(e => e.IsUnresolved)],
            Ended = [.. latest.Where(e => now - e.EndedAt < Remembrance)],
            Moved = [.. latest.Where(e => now - e.EndedAt < Recently && e.Report?.Result == MigrationResult.Completed)],
            Reservations = _reservations,
            Cordoned = _cordoned,
        };
    }

    // Reservations and cordons may lie elsewhere than the journal: while that is out of reach, they stand still.
    private async Task ReadBooksAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            _reservations = await reservations.CountStandingAsync(now, cancellationToken);
            _cordoned = [.. (await cordons.AllAsync(cancellationToken)).Select(c => c.Node)];
        }
        catch (CoordinationUnavailableException)
        {
            // The membership tells of it.
        }
    }

    private void CountEnded(IReadOnlyList<JournalEntry> latest, IReadOnlyList<JournalEntry> unfinished)
    {
        // A migration that outlived the window of the latest ones is looked up by its identifier.
        IEnumerable<JournalEntry> outlived = _unfinished
            .Except(unfinished.Select(e => e.Id)).Except(latest.Select(e => e.Id)).ToArray().Select(journal.Find).OfType<JournalEntry>();
        JournalEntry[] ended = [.. latest.Concat(outlived).Where(e => e.EndedAt is not null)];
        if (_ended is not null)
        {
            foreach (JournalEntry entry in ended.Where(e => !_ended.Contains(e.Id)))
            {
                if (!_unfinished.Contains(entry.Id))
                    counters.CountBegun(entry);
                if (entry.Report is { } report)
                    counters.CountEnded(entry, report);
            }
        }

        _ended = [.. ended.Select(e => e.Id)];
        _unfinished.IntersectWith(unfinished.Select(e => e.Id));
    }
}
