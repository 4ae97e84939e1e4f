using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>
/// Ends abandoned migrations with what follows lost connections and settles ownership elsewhere, under the guest's lock: that of a
/// process that died lapses after its lease, and one that still runs is left alone.
/// </summary>
public sealed class AbandonedMigration(
    IOwnershipResolver resolver,
    IOrphanedTransfer orphaned,
    ISettlement settlement,
    IMigrationJournal journal,
    GuestLocker locker,
    IReservationBook reservations,
    IOptions<MigrationOptions> options,
    IOptions<CoordinationOptions> coordination,
    TimeProvider timeProvider) : IAbandonedMigration
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly MigrationOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<(MigrationReport? Report, Reason? Refusal)> AbortAsync(JournalEntry entry)
    {
        try
        {
            await using GuestLock held = await TakeAsync(entry);
            return (await AbortAsync(entry, held), null);
        }
        catch (MigrationRefusedException e)
        {
            return (null, e.Reason);
        }
    }

    private async Task<MigrationReport> AbortAsync(JournalEntry entry, GuestLock held)
    {
        List<MigrationAction> actions = [];
        void Act(string action, string reason)
        {
            MigrationAction taken = new(timeProvider.GetUtcNow() - entry.StartedAt, action, reason);
            actions.Add(taken);
            journal.RecordAction(entry.Id, taken);
        }

        bool aborted = await StopAsync(entry, held, Act);
        // Nobody watched: the switch-over may have begun, so that the source's word alone is not enough.
        var outcome = new TransferOutcome
        {
            Call = CallOutcome.Lost,
            Cancelled = true,
            SwitchoverBegan = true,
            WasPaused = entry.Plan?.Observation is { IsRunning: false },
            Reason = new(ReasonCodes.Cancelled, aborted
                ? "cancelled by the operator; the process that ran it was gone, the source was told directly"
                : "cancelled by the operator; the process that ran it was gone, and no transfer was running any more"),
        };
        Settled settled = await settlement.SettleAsync(
            entry.SourceUri, entry.DestinationUri, entry.Domain.Uuid, outcome, async (step, why) =>
            {
                Reason? objection = await held.ConfirmAsync();
                Act(objection is null ? Settlement.Name(step) : $"{Settlement.Name(step)}-refused", objection?.Message ?? why);
                return objection;
            });
        MigrationReport report = new()
        {
            Id = entry.Id,
            Result = settled.Result,
            Plan = entry.Plan ?? MigrationPlan.Refuse(entry.Domain, entry.SourceUri, entry.DestinationUri, MigrationLimits.Default, []),
            Reasons = settled.Reasons,
            Actions = actions,
            Ownership = settled.Reading.Ownership,
        };
        if (report.Result != MigrationResult.Unknown)
        {
            journal.Finish(report, timeProvider.GetUtcNow());
            await reservations.ReleaseAsync(entry.Id, timeProvider.GetUtcNow(), CancellationToken.None);
        }

        return report;
    }

    private async Task<GuestLock> TakeAsync(JournalEntry entry)
    {
        MigrationHosts hosts = new(entry.Plan?.SourceUuid ?? Guid.Empty, entry.Plan?.DestinationUuid ?? Guid.Empty);
        long began = timeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                return await locker.TakeAsync(entry.Id, entry.Domain, hosts, CancellationToken.None);
            }
            catch (MigrationRefusedException e) when (
                e.Reason.Code == ReasonCodes.GuestLocked && timeProvider.GetElapsedTime(began) < coordination.Value.Lease + Retry)
            {
                await Task.Delay(Retry, timeProvider);
            }
        }
    }

    private async Task<bool> StopAsync(JournalEntry entry, GuestLock held, Action<string, string> act)
    {
        (string source, string destination, Guid uuid) = (entry.SourceUri, entry.DestinationUri, entry.Domain.Uuid);
        OwnershipReading reading = await resolver.ResolveAsync(
            source, destination, uuid, r => r.Source.Presence != GuestPresence.Unknown && r.Destination.Presence != GuestPresence.Unknown, CancellationToken.None);
        // Memory is spread over both nodes: an abort would lose the guest.
        if (reading.Source.IsInPostCopy || reading.Destination.IsInPostCopy)
            return false;
        if (reading.Source.HasJob)
            act("abort", "nobody runs the migration any more, and it is to be cancelled");
        try
        {
            return await orphaned.FollowAsync(source, destination, uuid, TimeSpan.Zero, held.MayAbortAsync, new CancellationToken(canceled: true))
                .WaitAsync(_options.AbortBound + _options.OwnershipBound + _options.ConnectBound + _options.CallBound, timeProvider) is not null;
        }
        catch (TimeoutException)
        {
            // The job still runs; who has the guest is asked all the same.
            return false;
        }
    }
}
