using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
    IReservationBook reservations,
    ISettlement settlement,
    IOrphanedTransfer orphaned,
    IInFlightController controller,
    IBandwidthLedger ledger,
    ICancelBook cancels,
    IOptions<MigrationOptions> options,
    TimeProvider timeProvider,
    ILogger<Migrator> logger) : IMigrator
{
    private static readonly TimeSpan ReservationSlack = TimeSpan.FromMinutes(5);

    private readonly MigrationOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<MigrationReport> MigrateAsync(
        MigrationPlan plan, string sourceUri, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        if (!plan.Go || plan.Chosen?.Parameters is not { } parameters)
            throw new ArgumentException("the plan does not say go", nameof(plan));
        if (!(plan.Limits.Tls ?? _options.Tls))
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

        var recorder = new MigrationRecorder(id, journal, progress, timeProvider, logger);
        await using var watch = new CancelWatch(cancels, id, timeProvider, LogJournal, cancellationToken);
        MigrationReport report = await RunAsync(id, plan, parameters, sourceUri, recorder, watch.Token);
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

    private async Task<MigrationReport> RunAsync(
        string id, MigrationPlan plan, MigrationParameters parameters, string sourceUri, MigrationRecorder recorder, CancellationToken cancellationToken)
    {
        TransferOutcome outcome;
        DomainJobStatistics? statistics = null;
        try
        {
            recorder.Clock.Enter(MigrationPhase.Initialization);
            await using MigrationEnds ends = await MigrationEnds.OpenAsync(
                connector, sourceUri, plan.Destination, plan.Domain.Uuid, _options, timeProvider, cancellationToken);
            outcome = await TransferAsync(id, plan, parameters, ends, recorder, cancellationToken);
            statistics = outcome.Call == CallOutcome.Succeeded
                ? outcome.Statistics ?? await CompletedStatisticsAsync(ends, plan.Domain.Uuid)
                : null;
        }
        catch (Exception e) when (e is MigrationRefusedException or LibvirtException or TimeoutException or OperationCanceledException or IOException or FormatException)
        {
            outcome = new() { Call = CallOutcome.NotStarted, Reason = ReasonOf(e), Cancelled = e is OperationCanceledException };
        }

        outcome = await FollowAsync(plan, sourceUri, outcome, recorder, cancellationToken);
        if (outcome.Call == CallOutcome.Succeeded)
            recorder.Clock.Enter(MigrationPhase.Activation);
        Settled settled = await settlement.SettleAsync(
            sourceUri, plan.Destination, plan.Domain.Uuid, outcome, (step, why) => recorder.Act(Settlement.Name(step), why));
        if (settled.Result == MigrationResult.Completed)
            recorder.Clock.Enter(MigrationPhase.Activation);
        recorder.Clock.End();
        Release(id);
        return Report(id, plan, recorder, settled, outcome, statistics);
    }

    private async Task<TransferOutcome> TransferAsync(
        string id, MigrationPlan plan, MigrationParameters parameters, MigrationEnds ends, MigrationRecorder recorder, CancellationToken cancellationToken)
    {
        GuestAtStart guest = await ends.AskAsync(() => GuestAtStart.Read(ends.Guest), cancellationToken);
        await using var bandwidth = new BandwidthFollower(ledger, id, plan, parameters, _options, timeProvider, LogLedger);
        BytesPerSecond? share = await bandwidth.JoinAsync();
        MigrationRequest request = MigrationRequestBuilder.Build(
            share is null ? parameters : parameters with { Bandwidth = share }, guest.IsPersistent, !guest.IsPaused, plan.Limits.Tls ?? _options.Tls);
        var transfer = new Transfer(
            ends, plan, parameters, request, guest.IsPaused, controller, bandwidth, recorder, _options, timeProvider);
        await transfer.SubscribeAsync(plan.Domain.Uuid, cancellationToken);

        recorder.Clock.Enter(MigrationPhase.Reservation);
        await ReserveAsync(id, plan, guest, ends, recorder.Clock.Now, cancellationToken);
        TimeSpan maxDowntimeBefore = await ends.AskAsync(ends.Steering.GetMigrationMaxDowntime, cancellationToken);
        await ends.TellAsync(() => ends.Steering.SetMigrationMaxDowntime(parameters.MaxDowntime), cancellationToken);

        TransferOutcome? outcome = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.BeginTransfer();
            outcome = await transfer.RunAsync(plan.Destination, cancellationToken);
        }
        finally
        {
            // A lost call may still run, and must keep the limit that it was given.
            if (outcome?.Call is not (CallOutcome.Succeeded or CallOutcome.Lost))
            {
                await RestoreMaxDowntimeAsync(ends, maxDowntimeBefore);
                await transfer.RestoreAsync();
            }
        }

        if (outcome.Call == CallOutcome.Succeeded && guest.HasAutostart)
            await KeepAutostartAsync(ends, plan.Domain.Uuid, recorder);
        return outcome;
    }

    // libvirt puts the tunable back after a job, but a migration that is refused before its job begins leaves it set.
    private async Task RestoreMaxDowntimeAsync(MigrationEnds ends, TimeSpan before)
    {
        try
        {
            await ends.TellAsync(() => ends.Steering.SetMigrationMaxDowntime(before), CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            LogNotRestored(e.Message);
        }
    }

    // A call that was given up after an abort was waited for long enough; one whose connection broke may go on without us.
    private async Task<TransferOutcome> FollowAsync(
        MigrationPlan plan, string sourceUri, TransferOutcome outcome, MigrationRecorder recorder, CancellationToken cancellationToken)
    {
        if (outcome is not { Call: CallOutcome.Lost, GivenUp: false })
            return outcome;
        recorder.Act("follow", $"the connection to the source was lost ({outcome.Reason?.Message}), the migration may go on without it");
        Reason? stopped = await orphaned.FollowAsync(
            sourceUri, plan.Destination, plan.Domain.Uuid, plan.Limits.MaxTotalTime - recorder.Elapsed, cancellationToken);
        return stopped is null
            ? outcome
            : outcome with { Reason = stopped, Cancelled = stopped.Code == ReasonCodes.Cancelled };
    }

    private async Task ReserveAsync(
        string id, MigrationPlan plan, GuestAtStart guest, MigrationEnds ends, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (Guid host, ByteCount? available) = await ends.AskCapabilitiesAsync(
            () => (HostCapabilities.Parse(ends.Destination.GetCapabilities()).HostUuid, ByteCount.From(ends.Destination.GetNodeMemory().AvailableBytes)),
            cancellationToken);
        ByteCount needed = MemoryDemand.Of(guest.Description).BasePages;
        ByteCount? others = reservations.TryReserve(
            id, host, needed, available ?? new(long.MaxValue / 2), now, now + plan.Limits.MaxTotalTime + ReservationSlack);
        if (others is { } taken)
        {
            throw new MigrationRefusedException(new(
                ReasonCodes.DestinationMemory,
                $"the target has {available} free, other migrations have reserved {taken} of it, and {needed} is needed"));
        }
    }

    private void Release(string id)
    {
        try
        {
            reservations.Release(id, timeProvider.GetUtcNow());
        }
        catch (IOException e)
        {
            LogJournal(id, e.Message);
        }
    }

    // libvirt leaves autostart behind, and the operator who set it did not mean one node only.
    private static async Task KeepAutostartAsync(MigrationEnds ends, Guid uuid, MigrationRecorder recorder)
    {
        recorder.Act("set-autostart", "the guest had autostart on the source, which libvirt does not carry over");
        try
        {
            await ends.TellAsync(
                () =>
                {
                    using ILibvirtDomain? domain = ends.Destination.FindDomainByUuid(uuid);
                    if (domain is not null)
                        domain.Autostart = true;
                },
                CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            recorder.Act("set-autostart-failed", e.Message);
        }
    }

    private async Task<DomainJobStatistics?> CompletedStatisticsAsync(MigrationEnds ends, Guid uuid)
    {
        foreach (ILibvirtConnection end in (ILibvirtConnection[])[ends.Source, ends.Destination])
        {
            try
            {
                DomainJobStatistics? found = await ends.AskAsync(
                    () =>
                    {
                        using ILibvirtDomain? domain = end.FindDomainByUuid(uuid);
                        return domain?.GetJobStatistics(completed: true, keep: true);
                    },
                    CancellationToken.None);
                if (found is { Type: DomainJobType.Completed })
                    return found;
            }
            catch (Exception e) when (e is LibvirtException or TimeoutException)
            {
                LogNoStatistics(e.Message);
            }
        }

        return null;
    }

    private async Task<MigrationReport> NotBegunAsync(MigrationPlan plan, string sourceUri, Reason reason)
    {
        var outcome = new TransferOutcome { Call = CallOutcome.NotStarted, Reason = reason };
        Settled settled = await settlement.SettleAsync(sourceUri, plan.Destination, plan.Domain.Uuid, outcome, static (_, _) => { });
        return new() { Id = string.Empty, Result = settled.Result, Plan = plan, Reasons = settled.Reasons, Ownership = settled.Reading.Ownership };
    }

    private static MigrationReport Report(
        string id, MigrationPlan plan, MigrationRecorder recorder, Settled settled, TransferOutcome outcome, DomainJobStatistics? statistics)
    {
        MigrationActuals? actual = statistics is null ? null : MigrationScore.Actuals(statistics);
        IEnumerable<Reason> reasons = outcome.Reason is { } why && !settled.Reasons.Contains(why) && settled.Result != MigrationResult.Completed
            ? [why, .. settled.Reasons]
            : settled.Reasons;
        if (settled.Result == MigrationResult.Completed && outcome.Cancelled)
            reasons = [.. reasons, new(ReasonCodes.Cancelled, "the cancellation came too late: the guest had already moved")];
        return new()
        {
            Id = id,
            Result = settled.Result,
            Plan = plan,
            Reasons = [.. reasons],
            Phases = recorder.Clock.Timings(),
            Actual = actual,
            PredictionError = actual is not null && plan.Chosen?.Prediction is { } predicted ? MigrationScore.Error(actual, predicted) : null,
            Rounds = outcome.Rounds,
            Transfer = outcome.Facts,
            Actions = [.. recorder.Actions],
            Ownership = settled.Reading.Ownership,
        };
    }

    private static Reason ReasonOf(Exception error) => error switch
    {
        MigrationRefusedException refused => refused.Reason,
        LibvirtException libvirt => LibvirtErrorReasons.Map(libvirt),
        OperationCanceledException => new(ReasonCodes.Cancelled, "cancelled by the operator before the transfer began"),
        _ => new(ReasonCodes.MigrationError, error.Message),
    };
}
