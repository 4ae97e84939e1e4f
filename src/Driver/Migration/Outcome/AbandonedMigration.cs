using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Ends abandoned migrations with what follows lost connections and settles ownership elsewhere.</summary>
public sealed class AbandonedMigration(
    IOwnershipResolver resolver,
    IOrphanedTransfer orphaned,
    ISettlement settlement,
    IMigrationJournal journal,
    IReservationBook reservations,
    IOptions<MigrationOptions> options,
    TimeProvider timeProvider) : IAbandonedMigration
{
    private readonly MigrationOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<MigrationReport> AbortAsync(JournalEntry entry)
    {
        List<MigrationAction> actions = [];
        void Act(string action, string reason)
        {
            MigrationAction taken = new(timeProvider.GetUtcNow() - entry.StartedAt, action, reason);
            actions.Add(taken);
            journal.RecordAction(entry.Id, taken);
        }

        bool aborted = await StopAsync(entry, Act);
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
            entry.SourceUri, entry.DestinationUri, entry.Domain.Uuid, outcome, (step, why) => Act(Settlement.Name(step), why));
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
            reservations.Release(entry.Id, timeProvider.GetUtcNow());
        }

        return report;
    }

    private async Task<bool> StopAsync(JournalEntry entry, Action<string, string> act)
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
            return await orphaned.FollowAsync(source, destination, uuid, TimeSpan.Zero, new CancellationToken(canceled: true))
                .WaitAsync(_options.AbortBound + _options.OwnershipBound + _options.ConnectBound + _options.CallBound, timeProvider) is not null;
        }
        catch (TimeoutException)
        {
            // The job still runs; who has the guest is asked all the same.
            return false;
        }
    }
}
