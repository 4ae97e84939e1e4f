using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Brings the transfer of a migration that was taken over to its end: aborts it, or follows it.</summary>
public sealed partial class AbandonedTransfer(
    IOwnershipResolver resolver,
    IOrphanedTransfer orphaned,
    ICancelBook cancels,
    IMigrationJournal journal,
    IOptionsMonitor<MigrationOptions> options,
    TimeProvider timeProvider,
    ILogger<AbandonedTransfer> logger)
{
    private MigrationOptions Options => options.CurrentValue;

    /// <summary>Aborts what still runs, unless it is in post-copy.</summary>
    internal async Task<TransferOutcome> AbortAsync(Takeover takeover)
    {
        bool aborted = takeover.Entry.HasTransferBegun && await StopAsync(takeover);
        return Known(takeover) with
        {
            Cancelled = true,
            Reason = new(ReasonCodes.Cancelled, aborted
                ? "cancelled by the operator; the process that ran it was gone, the source was told directly"
                : "cancelled by the operator; the process that ran it was gone, and no transfer was running any more"),
        };
    }

    /// <summary>Follows what still runs: keeps the journal fresh, resumes post-copy, aborts at the deadline or when another process wants that.</summary>
    /// <exception cref="OperationCanceledException">The watch was ended; the transfer goes on.</exception>
    internal async Task<TransferOutcome> FollowAsync(Takeover takeover, CancellationToken stop)
    {
        TransferOutcome known = Known(takeover);
        if (!takeover.Entry.HasTransferBegun)
            return known;
        JournalEntry entry = takeover.Entry;
        TimeSpan limit = (entry.Plan?.Limits ?? MigrationLimits.Default).MaxTotalTime;
        await using var watch = new CancelWatch(cancels, entry.Id, timeProvider, LogJournal, CancellationToken.None);
        TransferToFollow transfer = new()
        {
            Ends = takeover.Ends,
            Left = limit - (timeProvider.GetUtcNow() - entry.StartedAt),
            MayAbort = why => MayAbortAsync(takeover, why),
            PermitResume = why => takeover.PermitAsync("resume-post-copy", why),
            Seen = new AdoptedProgress(takeover, journal, timeProvider, LogJournal).See,
        };
        FollowedTransfer followed = await orphaned.FollowAsync(transfer, watch.Token, stop);
        return known with
        {
            Reason = followed.Stopped ?? known.Reason,
            Cancelled = followed.Stopped is { Code: ReasonCodes.Cancelled },
            PostCopyBegan = known.PostCopyBegan || followed.PostCopySeen,
        };
    }

    // Nobody watched: the switch-over may have begun, so that the source's word alone is not enough. What never began cannot have moved
    // the guest; if it is elsewhere by now, somebody else moved it.
    private static TransferOutcome Known(Takeover takeover) => new()
    {
        Call = takeover.Entry.HasTransferBegun ? CallOutcome.Lost : CallOutcome.NotStarted,
        Refused = !takeover.Entry.HasTransferBegun,
        Reason = AbandonedMigration.Recovered,
        SwitchoverBegan = true,
        PostCopyBegan = takeover.PostCopyBegan,
        BothRan = takeover.BothRan,
        WasPaused = takeover.WasPaused,
    };

    private async Task<bool> StopAsync(Takeover takeover)
    {
        TransferEnds ends = takeover.Ends;
        OwnershipReading reading = await resolver.ResolveAsync(
            ends.SourceUri, ends.DestinationUri, ends.Guest,
            r => r.Source.Presence != GuestPresence.Unknown && r.Destination.Presence != GuestPresence.Unknown, CancellationToken.None);
        // Memory is spread over both nodes: an abort would lose the guest.
        if (reading.Source.IsInPostCopy || reading.Destination.IsInPostCopy)
            return false;
        TransferToFollow transfer = new()
        {
            Ends = ends with { Request = null },
            Left = TimeSpan.Zero,
            MayAbort = why => MayAbortAsync(takeover, why),
            PermitResume = static _ => Task.FromResult<Reason?>(null),
        };
        using CancellationTokenSource bound = new(
            Options.AbortBound + Options.OwnershipBound + Options.ConnectBound + Options.CallBound, timeProvider);
        try
        {
            return (await orphaned.FollowAsync(transfer, new CancellationToken(canceled: true), bound.Token)).Stopped is not null;
        }
        catch (OperationCanceledException)
        {
            // The job still runs; who has the guest is asked all the same.
            return false;
        }
    }

    private static async Task<bool> MayAbortAsync(Takeover takeover, Reason why)
    {
        if (!await takeover.Lock.MayAbortAsync())
            return false;
        if (takeover.Actions is not [.., { Action: "abort" }])
            takeover.Act("abort", why.Message);
        return true;
    }

    [LoggerMessage(1, LogLevel.Error, "Migration {Id}: the journal could not be used, the migration goes on: {Error}")]
    private partial void LogJournal(string id, string error);
}
