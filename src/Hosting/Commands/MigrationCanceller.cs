using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary>Cancels a migration of another process: asks that process, and does it itself where nobody answers.</summary>
internal sealed class MigrationCanceller(
    IMigrationJournal journal, ICancelBook book, IAbandonedMigration abandoned, IOptionsMonitor<MigrationOptions> options, TimeProvider time)
{
    // Whoever runs a migration answers once a second.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // An abort, then the questions who has the guest.
    private TimeSpan Patience => options.CurrentValue.AbortBound + (3 * options.CurrentValue.OwnershipBound) + Silence;

    /// <summary>Cancels, and waits until the end is seen.</summary>
    /// <exception cref="IOException">The journal cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; the wish stands.</exception>
    public async Task<CancelOutcome> CancelAsync(JournalEntry entry, IProgress<string>? step, CancellationToken cancellationToken)
    {
        if (Refusal(entry) is { } refusal)
            return new(entry, refusal, entry.Report);
        book.Request(entry.Id, time.GetUtcNow());
        step?.Report($"asking the process that runs migration {entry.Id} to abort it");
        return await FollowAsync(entry, step, cancellationToken) switch
        {
            { Ended: { } ended } => new(ended, null, ended.Report),
            { IsSilent: true } when Newer(entry) is { } newer => new(entry, new(
                ReasonCodes.DomainBusy, $"nobody runs {entry.Id} any more, and migration {newer.Id} of the same guest is in flight: cancel that one"), null),
            { IsSilent: true } => await AbandonAsync(entry, step),
            _ => new(entry, null, null),
        };
    }

    private async Task<(JournalEntry? Ended, bool IsSilent)> FollowAsync(JournalEntry entry, IProgress<string>? step, CancellationToken cancellationToken)
    {
        DateTimeOffset? answer = book.AnsweredAt(entry.Id);
        long heardAt = time.GetTimestamp();
        long began = heardAt;
        while (time.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Poll, time, cancellationToken);
            if (journal.Find(entry.Id) is { } current && (current.EndedAt is not null || (current.IsUnresolved && !entry.IsUnresolved)))
                return (current, false);
            DateTimeOffset? latest = book.AnsweredAt(entry.Id);
            if (latest != answer)
                (answer, heardAt) = (latest, time.GetTimestamp());
            else if (time.GetElapsedTime(heardAt) >= Silence)
                return (null, true);
            if (answer is not null)
                step?.Report($"migration {entry.Id} is being aborted");
        }

        return (null, false);
    }

    private async Task<CancelOutcome> AbandonAsync(JournalEntry entry, IProgress<string>? step)
    {
        step?.Report("nobody answers: asking both nodes, and telling the source directly");
        (MigrationReport? report, Reason? refusal) = await abandoned.AbortAsync(entry);
        return new(entry, refusal, report);
    }

    private JournalEntry? Newer(JournalEntry entry) => journal.Unfinished()
        .FirstOrDefault(e => e.Domain.Uuid == entry.Domain.Uuid && e.Id != entry.Id && e.StartedAt > entry.StartedAt);

    private static Reason? Refusal(JournalEntry entry) => entry switch
    {
        { EndedAt: not null } => new(
            ReasonCodes.AlreadyEnded, $"migration {entry.Id} has ended already: {entry.Report?.Result.Name() ?? "see 'shadowmig history'"}"),
        { Phase: >= MigrationPhase.StopAndCopy } => new(
            ReasonCodes.PastReturn, $"migration {entry.Id} is in {entry.Phase.Name()}: {entry.Domain.Name} is on its way over, and an abort could lose it; see 'shadowmig status'"),
        _ => null,
    };
}
