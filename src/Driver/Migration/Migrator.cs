using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>The six phases of the paper's Table 2 over virDomainMigrateToURI3.</summary>
public sealed partial class Migrator(
    ILibvirtConnector connector,
    IMigrationJournal journal,
    GuestLocker locker,
    IReservationBook reservations,
    ISettlement settlement,
    IOrphanedTransfer orphaned,
    Aftermath aftermath,
    CompletedJob completed,
    IInFlightController controller,
    IBandwidthLedger ledger,
    ICancelBook cancels,
    IOptionsMonitor<MigrationOptions> options,
    TimeProvider timeProvider,
    ILogger<Migrator> logger) : IMigrator
{
    private static readonly TimeSpan ReservationSlack = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReleaseBound = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<MigrationReport> MigrateAsync(
        MigrationPlan plan, string sourceUri, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        if (!plan.Go || plan.Chosen?.Parameters is not { } parameters)
            throw new ArgumentException("the plan does not say go", nameof(plan));
        MigrationOptions settings = options.CurrentValue;
        if (!(plan.Limits.Tls ?? settings.Tls))
            LogWithoutTls(plan.Domain.Name);
        DateTimeOffset beganAt = timeProvider.GetUtcNow();
        string id;
        try
        {
            id = journal.Begin(plan, sourceUri, beganAt);
        }
        catch (IOException e)
        {
            // Without a journal a crash would leave nobody who knows of the migration.
            return await NotBegunAsync(plan, sourceUri, new(ReasonCodes.MigrationError, e.Message));
        }

        await using MigrationRun run = new(id, plan, parameters, sourceUri, settings, new(id, journal, progress, timeProvider, logger));
        await using var watch = new CancelWatch(cancels, id, timeProvider, LogJournal, cancellationToken);
        MigrationReport report = await RunAsync(run, watch.Token);
        LogEnd(id, report.Result, report.Ownership.Source, report.Ownership.Destination);
        try
        {
            journal.Finish(report, timeProvider.GetUtcNow());
        }
        catch (IOException e)
        {
            LogJournal(id, e.Message);
        }

        return report;
    }

    private async Task<MigrationReport> RunAsync(MigrationRun run, CancellationToken cancellationToken)
    {
        (MigrationPlan plan, MigrationRecorder recorder) = (run.Plan, run.Recorder);
        TransferOutcome outcome;
        try
        {
            recorder.Clock.Enter(MigrationPhase.Initialization);
            await using MigrationEnds ends = await MigrationEnds.OpenAsync(
                connector, run.SourceUri, plan.Destination, plan.Domain.Uuid, run.Options, timeProvider, cancellationToken);
            outcome = await LockAndTransferAsync(run, ends, cancellationToken);
        }
        catch (Exception e) when (e is MigrationRefusedException or LibvirtException or TimeoutException or OperationCanceledException or IOException or FormatException)
        {
            outcome = new()
            {
                Call = CallOutcome.NotStarted,
                Reason = ReasonOf(e),
                Cancelled = e is OperationCanceledException,
                Refused = e is MigrationRefusedException or CoordinationUnavailableException,
            };
        }

        outcome = await FollowAsync(run, outcome, cancellationToken);
        if (outcome.Call == CallOutcome.Succeeded)
            recorder.Clock.Enter(MigrationPhase.Activation);
        Settled settled = await settlement.SettleAsync(
            run.SourceUri, plan.Destination, plan.Domain.Uuid, outcome, (step, why) => PermitAsync(run, Settlement.Name(step), why), run.Lock);
        return await EndAsync(run, settled, outcome);
    }

    private async Task<MigrationReport> EndAsync(MigrationRun run, Settled settled, TransferOutcome outcome)
    {
        DomainJobStatistics? statistics = null;
        if (settled.Result == MigrationResult.Completed)
        {
            run.Recorder.Clock.Enter(MigrationPhase.Activation);
            statistics = outcome.Statistics ?? await completed.FindAsync(run.Ends);
        }

        run.Recorder.Clock.End();
        if (run is { Before: { } before, Lock: { } guard })
            await aftermath.TidyAsync(run.Ends, before, settled.Result, guard, run.Recorder.Act);
        if (settled.Result != MigrationResult.Unknown)
            await ReleaseAsync(run.Id);
        return Report(run, settled, outcome, statistics);
    }

    private async Task<TransferOutcome> LockAndTransferAsync(MigrationRun run, MigrationEnds ends, CancellationToken cancellationToken)
    {
        MigrationHosts hosts = await ends.ReadHostsAsync(cancellationToken);
        run.Lock = ends.Guard = await locker.TakeAsync(run.Id, run.Plan.Domain, hosts, takesOver: false, cancellationToken);
        if (Unresolved(run) is { } refusal)
            throw new MigrationRefusedException(refusal);
        journal.RecordLock(run.Id, run.Lock.Token);
        GuestAtStart guest = await ends.AskAsync(() => GuestAtStart.Read(ends.Guest), cancellationToken);
        return await TransferAsync(run, ends, hosts, guest, cancellationToken);
    }

    // While it is not proven where an earlier migration left the guest, what the source holds may be a stale copy.
    private Reason? Unresolved(MigrationRun run)
    {
        if (journal.Find(run.Id) is { EndedAt: not null })
            return new(ReasonCodes.LockLost, "this process was silent for so long that another one took the migration for abandoned and ended it");
        return journal.Unfinished().FirstOrDefault(e => e.Domain.Uuid == run.Plan.Domain.Uuid && e.Id != run.Id && e.LockToken is not null) is { } earlier
            ? new(ReasonCodes.Unresolved, $"migration {earlier.Id} of {earlier.Domain.Name} is not settled: run 'shadowmig recover {earlier.Id}'")
            : null;
    }

    private async Task<TransferOutcome> TransferAsync(
        MigrationRun run, MigrationEnds ends, MigrationHosts hosts, GuestAtStart guest, CancellationToken cancellationToken)
    {
        (MigrationPlan plan, MigrationParameters parameters, MigrationRecorder recorder) = (run.Plan, run.Parameters, run.Recorder);
        await using var bandwidth = new BandwidthFollower(ledger, run.Id, plan, parameters, run.Options, timeProvider, LogLedger);
        BytesPerSecond? share = await bandwidth.JoinAsync();
        MigrationRequest request = MigrationRequestBuilder.Build(
            share is null ? parameters : parameters with { Bandwidth = share }, guest.IsPersistent, !guest.IsPaused, plan.Limits.Tls ?? run.Options.Tls);
        var transfer = new Transfer(
            ends, plan, parameters, request, guest.IsPaused, controller, bandwidth, recorder, run.Options, timeProvider);
        await transfer.SubscribeAsync(plan.Domain.Uuid, cancellationToken);

        recorder.Clock.Enter(MigrationPhase.Reservation);
        await ReserveAsync(run, guest, hosts.Destination, ends, cancellationToken);
        BeforeTransfer before = await ends.AskAsync(() => guest.Before(ends.Steering, request), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // From here on something is changed: that the lock stands is not taken from memory.
        if (await run.ObjectionAsync() is { } objection)
            throw new MigrationRefusedException(objection);
        journal.RecordBefore(run.Id, before);
        run.Before = before;
        await ends.ChangeAsync(() => ends.Steering.SetMigrationMaxDowntime(parameters.MaxDowntime));

        TransferOutcome? outcome = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.BeginTransfer();
            outcome = await WatchAsync(transfer, run, cancellationToken);
            return outcome;
        }
        finally
        {
            if (outcome?.Call is not (CallOutcome.Succeeded or CallOutcome.Lost))
                await transfer.FinishAsync();
        }
    }

    // The call has been made: whatever goes wrong in watching it, libvirt moves the guest on.
    private async Task<TransferOutcome> WatchAsync(Transfer transfer, MigrationRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await transfer.RunAsync(run.Plan.Destination, cancellationToken);
        }
        catch (Exception e)
        {
            LogUnwatched(run.Id, e);
            return transfer.Unwatched(e);
        }
    }

    // A call that was given up after an abort was waited for long enough; one whose connection broke, or that nobody watches any more, may
    // go on without us, and so does a post-copy that paused.
    private async Task<TransferOutcome> FollowAsync(MigrationRun run, TransferOutcome outcome, CancellationToken cancellationToken)
    {
        bool isLost = outcome is { Call: CallOutcome.Lost, GivenUp: false };
        if (!isLost && outcome is not { Call: CallOutcome.Failed, PostCopyBegan: true })
            return outcome;
        if (isLost)
            run.Recorder.Act("follow", $"the call was lost ({outcome.Reason?.Message}), the migration may go on without it");
        TransferToFollow transfer = new()
        {
            Ends = run.Ends,
            Left = run.Plan.Limits.MaxTotalTime - run.Recorder.Elapsed,
            MayAbort = async _ => await run.ObjectionAsync() is null,
            PermitResume = why => PermitAsync(run, "resume-post-copy", why),
        };
        FollowedTransfer followed = await orphaned.FollowAsync(transfer, cancellationToken, CancellationToken.None);
        outcome = outcome with { PostCopyBegan = outcome.PostCopyBegan || followed.PostCopySeen };
        return followed.Stopped is { } stopped
            ? outcome with { Reason = stopped, Cancelled = stopped.Code == ReasonCodes.Cancelled }
            : outcome;
    }

    private static async Task<Reason?> PermitAsync(MigrationRun run, string action, string why)
    {
        Reason? objection = await run.ObjectionAsync();
        run.Recorder.Act(objection is null ? action : $"{action}-refused", objection?.Message ?? why);
        return objection;
    }

    private async Task ReserveAsync(MigrationRun run, GuestAtStart guest, Guid host, MigrationEnds ends, CancellationToken cancellationToken)
    {
        ByteCount? available = await ends.AskAvailableMemoryAsync(cancellationToken);
        ByteCount needed = MemoryDemand.Of(guest.Description).BasePages;
        DateTimeOffset now = run.Recorder.Clock.Now;
        ByteCount? others = await reservations.TryReserveAsync(
            new(run.Id, host, needed, now, now + run.Plan.Limits.MaxTotalTime + ReservationSlack), available ?? new(long.MaxValue / 2), cancellationToken);
        if (others is { } taken)
        {
            throw new MigrationRefusedException(new(
                ReasonCodes.DestinationMemory,
                $"the target has {available} free, other migrations have reserved {taken} of it, and {needed} is needed"));
        }
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

    private async Task<MigrationReport> NotBegunAsync(MigrationPlan plan, string sourceUri, Reason reason)
    {
        var outcome = new TransferOutcome { Call = CallOutcome.NotStarted, Reason = reason };
        Settled settled = await settlement.SettleAsync(
            sourceUri, plan.Destination, plan.Domain.Uuid, outcome, static (_, _) => Task.FromResult<Reason?>(null), guard: null);
        return new()
        {
            Id = string.Empty,
            Result = settled.Result,
            Refused = settled.Result == MigrationResult.Failed,
            Plan = plan,
            Reasons = settled.Reasons,
            Ownership = settled.Reading.Ownership,
        };
    }

    private static MigrationReport Report(MigrationRun run, Settled settled, TransferOutcome outcome, DomainJobStatistics? statistics)
    {
        MigrationRecorder recorder = run.Recorder;
        MigrationActuals? actual = statistics is null ? null : MigrationScore.Actuals(statistics);
        IEnumerable<Reason> reasons = outcome.Reason is { } why && !settled.Reasons.Contains(why) && settled.Result != MigrationResult.Completed
            ? [why, .. settled.Reasons]
            : settled.Reasons;
        if (settled.Result == MigrationResult.Completed && outcome.Cancelled)
            reasons = [.. reasons, new(ReasonCodes.Cancelled, "the cancellation came too late: the guest had already moved")];
        return new()
        {
            Id = run.Id,
            Result = settled.Result,
            Refused = outcome.Refused && settled.Result == MigrationResult.Failed,
            Plan = run.Plan,
            Reasons = [.. reasons],
            Phases = recorder.Clock.Timings(),
            Actual = actual,
            PredictionError = actual is not null && run.Plan.Chosen?.Prediction is { } predicted ? MigrationScore.Error(actual, predicted) : null,
            Rounds = outcome.Rounds,
            Transfer = outcome.Facts,
            Actions = [.. recorder.Actions],
            Commands = settled.Result == MigrationResult.Unknown ? OperatorAdvice.For(run.Id, run.Ends, outcome, settled.Reading) : [],
            Ownership = settled.Reading.Ownership,
        };
    }

    private static Reason ReasonOf(Exception error) => error switch
    {
        MigrationRefusedException refused => refused.Reason,
        GuestLockLostException lost => lost.Reason,
        CoordinationUnavailableException unavailable => unavailable.Reason,
        LibvirtException libvirt => LibvirtErrorReasons.Map(libvirt),
        OperationCanceledException => new(ReasonCodes.Cancelled, "cancelled by the operator before the transfer began"),
        _ => new(ReasonCodes.MigrationError, error.Message),
    };
}
