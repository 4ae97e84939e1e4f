using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Recovery;

/// <summary>Recovers the journal's migrations that nobody runs any more: at the start, and whenever a process that ran one falls silent.</summary>
internal sealed partial class RecoveryService(
    IMigrationJournal journal, IGuestLockStore locks, IAbandonedMigration abandoned, TimeProvider time, ILogger<RecoveryService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, RecoveryAttempts> _attempts = [];
    private bool _failing;

    /// <summary>Attempts that run now.</summary>
    internal IReadOnlyList<Task> Running => [.. _attempts.Values.Select(a => a.Latest).Where(t => !t.IsCompleted)];

    /// <summary>One look at the journal.</summary>
    /// <exception cref="IOException">The journal or the locks cannot be read.</exception>
    internal async Task TickAsync(CancellationToken stop)
    {
        IReadOnlyList<JournalEntry> unfinished = journal.Unfinished();
        foreach (string over in _attempts.Keys.Except(unfinished.Select(e => e.Id)).ToArray())
            _attempts.Remove(over);
        if (unfinished.Count == 0)
            return;
        IReadOnlyList<StandingLock> standing = await locks.StandingAsync(stop);
        foreach (JournalEntry entry in unfinished.Where(e => Abandonment.IsAbandoned(e, standing, time.GetUtcNow())))
        {
            if (!_attempts.TryGetValue(entry.Id, out RecoveryAttempts? attempts))
                _attempts[entry.Id] = attempts = new(time);
            if (attempts.IsDue)
                attempts.Begin(() => RecoverAsync(entry, stop));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryTickAsync(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(Running);
    }

    private async Task TryTickAsync(CancellationToken stop)
    {
        try
        {
            await TickAsync(stop);
            _failing = false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The service ends.
        }
        catch (IOException e)
        {
            if (!_failing)
                LogUnreadable(e.Message);
            _failing = true;
        }
    }

    private async Task<bool> RecoverAsync(JournalEntry entry, CancellationToken stop)
    {
        try
        {
            LogTakingOver(entry.Id, entry.Domain.Name);
            (MigrationReport? report, Reason? refusal) = await abandoned.RecoverAsync(entry, new(Waits: false), stop);
            // Somebody was faster: the lock says when that is over.
            if (report is null)
                return refusal is { Code: ReasonCodes.GuestLocked or ReasonCodes.AlreadyEnded };
            if (report.Result == MigrationResult.Unknown && report.Commands.Count > 0)
                LogUnresolved(entry.Id, entry.Domain.Name, string.Join("; ", report.Reasons.Select(r => r.Message)));
        }
        catch (Exception e)
        {
            // The service outlives whatever one migration meets.
            LogFailed(entry.Id, e.Message);
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nobody runs migration {Id} of {Guest} any more; taking it over")]
    private partial void LogTakingOver(string id, string guest);

    [LoggerMessage(Level = LogLevel.Error, Message = "Migration {Id} of {Guest} is not settled: {Why}; 'shadowmig status' has the commands for a person, and it is tried again")]
    private partial void LogUnresolved(string id, string guest, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Migration {Id} could not be recovered, and is tried again: {Error}")]
    private partial void LogFailed(string id, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Abandoned migrations cannot be looked for: {Error}")]
    private partial void LogUnreadable(string error);
}
