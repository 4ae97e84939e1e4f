using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Takes abandoned migrations over, brings them to their end, and settles who has the guest.</summary>
public sealed partial class AbandonedMigration(
    TakeoverDesk desk,
    AbandonedTransfer transfer,
    ISettlement settlement,
    Aftermath aftermath,
    CompletedJob completed,
    IMigrationJournal journal,
    IReservationBook reservations,
    TimeProvider timeProvider,
    ILogger<AbandonedMigration> logger) : IAbandonedMigration
{
    /// <summary>What is to be known of every migration that was recovered.</summary>
    internal static readonly Reason Recovered = new(ReasonCodes.Recovered, "the process that ran it was gone; both nodes were asked what became of the guest");

    private static readonly Reason ByTheOperator = new(ReasonCodes.ClosedByOperator, "closed without proof, by the operator's word");
    private static readonly TimeSpan ReleaseBound = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task<(MigrationReport? Report, Reason? Refusal)> AbortAsync(JournalEntry entry) =>
        RunAsync(entry, new(Waits: true), transfer.AbortAsync, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<(MigrationReport? Report, Reason? Refusal)> RecoverAsync(JournalEntry entry, RecoveryTerms terms, CancellationToken stop) =>
        Abandonment.Objection(entry, timeProvider.GetUtcNow()) is { } objection
            ? (null, objection)
            : await RunAsync(entry, terms, takeover => transfer.FollowAsync(takeover, stop), stop);

    private async Task<(MigrationReport? Report, Reason? Refusal)> RunAsync(
        JournalEntry entry, RecoveryTerms terms, Func<Takeover, Task<TransferOutcome>> end, CancellationToken stop)
    {
        try
        {
            await using Takeover takeover = await desk.TakeAsync(entry, terms.Waits, stop);
            if (Superseded(takeover) is { } superseded)
                return (await CloseAsync(superseded, closes: true), null);
            MigrationReport report = await SettleAsync(takeover, await end(takeover));
            LogSettled(report.Id, report.Result, report.Ownership.Source, report.Ownership.Destination);
            if (terms.Closes && report.Result == MigrationResult.Unknown)
                report = report with { Reasons = [.. report.Reasons, ByTheOperator], Commands = [] };
            return (await CloseAsync(report, terms.Closes), null);
        }
        catch (MigrationRefusedException e)
        {
            return (null, e.Reason);
        }
        catch (OperationCanceledException)
        {
            return (null, new(ReasonCodes.ServiceStopping, $"migration {entry.Id} is not watched any more, and goes on"));
        }
    }

    // Where the guest is by now is what that one made of it; to act on this one's knowledge could undo that.
    private MigrationReport? Superseded(Takeover takeover)
    {
        JournalEntry entry = takeover.Entry;
        if (journal.LatestTransfer(entry.Domain.Uuid) is not { } latest || latest.Id == entry.Id || latest.StartedAt < entry.StartedAt)
            return null;
        return Report(takeover, MigrationResult.Unknown, new(GuestPresence.Unknown, GuestPresence.Unknown)) with
        {
            Reasons = [new(ReasonCodes.Superseded, $"migration {latest.Id} of the same guest began later, and says where it is")],
        };
    }

    private async Task<MigrationReport> SettleAsync(Takeover takeover, TransferOutcome outcome)
    {
        TransferEnds ends = takeover.Ends;
        Settled settled = await settlement.SettleAsync(
            ends.SourceUri, ends.DestinationUri, ends.Guest, outcome, (step, why) => takeover.PermitAsync(Settlement.Name(step), why),
            takeover.Lock);
        if (takeover.Entry.Before is { } before)
            await aftermath.TidyAsync(ends, before, settled.Result, takeover.Lock, takeover.Act);
        MigrationActuals? actual = settled.Result == MigrationResult.Completed ? await CompleteAsync(takeover) : null;
        MigrationReport report = Report(takeover, settled.Result, settled.Reading.Ownership);
        return report with
        {
            Reasons = [.. settled.Reasons.Append(Recovered).Distinct()],
            Actual = actual,
            PredictionError = actual is not null && report.Plan.Chosen?.Prediction is { } predicted ? MigrationScore.Error(actual, predicted) : null,
            Commands = settled.Result == MigrationResult.Unknown ? OperatorAdvice.For(report.Id, ends, outcome, settled.Reading) : [],
        };
    }

    private async Task<MigrationActuals?> CompleteAsync(Takeover takeover)
    {
        journal.EnterPhase(takeover.Entry.Id, MigrationPhase.Activation, timeProvider.GetUtcNow());
        DomainJobStatistics? statistics = await completed.FindAsync(takeover.Ends);
        return statistics is null ? null : MigrationScore.Actuals(statistics);
    }

    private static MigrationReport Report(Takeover takeover, MigrationResult result, Ownership ownership) => new()
    {
        Id = takeover.Entry.Id,
        Result = result,
        Plan = takeover.Entry.Plan
            ?? MigrationPlan.Refuse(takeover.Entry.Domain, takeover.Entry.SourceUri, takeover.Entry.DestinationUri, MigrationLimits.Default, []),
        Actions = takeover.Actions,
        Ownership = ownership,
    };

    private async Task<MigrationReport> CloseAsync(MigrationReport report, bool closes)
    {
        journal.Finish(report, timeProvider.GetUtcNow());
        if (report.Result == MigrationResult.Unknown)
        {
            if (!closes)
                return report;
            journal.Close(report.Id, timeProvider.GetUtcNow());
        }

        await ReleaseAsync(report.Id);
        return report;
    }

    private async Task ReleaseAsync(string id)
    {
        try
        {
            using CancellationTokenSource bound = new(ReleaseBound, timeProvider);
            await reservations.ReleaseAsync(id, timeProvider.GetUtcNow(), bound.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            LogNotReleased(id, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Abandoned migration {Id}: {Result}; source says {Source}, target says {Destination}")]
    private partial void LogSettled(string id, MigrationResult result, GuestPresence source, GuestPresence destination);

    [LoggerMessage(2, LogLevel.Warning, "Migration {Id}: its reservation could not be given back and will lapse: {Error}")]
    private partial void LogNotReleased(string id, string error);
}
