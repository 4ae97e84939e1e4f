using System.Threading.Channels;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>One run of virDomainMigrateToURI3: events and readings in, steering out, until the call ends or is given up.</summary>
internal sealed partial class Transfer(
    MigrationEnds ends, MigrationPlan plan, MigrationParameters parameters, MigrationRequest request, bool wasPaused,
    IInFlightController controller, BandwidthFollower bandwidth, MigrationRecorder recorder, MigrationOptions options, TimeProvider timeProvider)
{
    private readonly Channel<LibvirtEvent> _events = Channel.CreateUnbounded<LibvirtEvent>(new() { SingleReader = true });
    private readonly TransferTracker _tracker = new(recorder.Clock, recorder.SinceStart, wasPaused);
    private readonly TransferSteering _steering = new(ends, plan, parameters, bandwidth, recorder);
    private readonly HashSet<string> _told = [];
    private Task? _abort;
    private Reason? _stopReason;
    private bool _cancelled;

    /// <summary>Subscribes to both ends' events; before the call, or the first ones are lost.</summary>
    public async Task SubscribeAsync(Guid guest, CancellationToken cancellationToken)
    {
        await ends.SubscribeAsync(
            ends.Source, LibvirtEventKinds.Lifecycle | LibvirtEventKinds.MigrationIteration | LibvirtEventKinds.JobCompleted,
            ends.Guest, e => _events.Writer.TryWrite(e), cancellationToken);
        // The target does not know the guest yet: all domains, and only this one's events are kept.
        await ends.SubscribeAsync(
            ends.Destination, LibvirtEventKinds.Lifecycle, null,
            e =>
            {
                if (e is LifecycleEvent lifecycle && lifecycle.DomainUuid == guest)
                    _events.Writer.TryWrite(new TargetEvent(lifecycle));
            },
            cancellationToken);
    }

    /// <summary>Runs the call.</summary>
    public async Task<TransferOutcome> RunAsync(string destinationUri, CancellationToken cancellationToken)
    {
        Task call = BoundedCall.RunAsync(() => Migrate(destinationUri), Timeout.InfiniteTimeSpan, timeProvider, CancellationToken.None);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetResult());
        Task<TransferReading?> reading = ReadAsync(call);
        Task happened = _events.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        while (!call.IsCompleted && _abort is not { IsCompleted: true })
        {
            await Task.WhenAny(call, reading, happened, _abort ?? call, _cancelled ? call : cancelled.Task);
            if (happened.IsCompleted)
            {
                DrainEvents();
                happened = _events.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            }

            if (cancelled.Task.IsCompleted && !_cancelled && !call.IsCompleted)
            {
                _cancelled = true;
                Stop(new(ReasonCodes.Cancelled, "cancelled by the operator"), call);
            }

            if (reading.IsCompleted)
            {
                Steer(await reading, call);
                reading = ReadAsync(call);
            }
        }

        return await EndAsync(call);
    }

    /// <summary>Waits until every step of steering was answered.</summary>
    public Task FinishAsync() => _steering.FinishAsync();

    private void Migrate(string destinationUri)
    {
        ends.Guard.Require();
        ends.Guest.Migrate(destinationUri, request);
    }

    private void DrainEvents()
    {
        while (_events.Reader.TryRead(out LibvirtEvent? happened))
            _tracker.See(happened);
    }

    private async Task<TransferReading?> ReadAsync(Task call)
    {
        await Task.WhenAny(Task.Delay(options.PollInterval, timeProvider), call);
        if (call.IsCompleted)
            return null;
        try
        {
            return await ends.AskAsync(Read, CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            return null;
        }
    }

    // Before the set-up is over, and after the end, libvirt fills the fields with zeroes: that is no reading.
    // QEMU answered somewhere between the question and the answer.
    private TransferReading Read()
    {
        DomainStateReading state = ends.Steering.GetState();
        TimeSpan asked = recorder.Elapsed;
        DomainJobStatistics job = ends.Steering.GetJobStatistics();
        return new(
            asked + ((recorder.Elapsed - asked) / 2), state,
            job is { Type: DomainJobType.Bounded or DomainJobType.Unbounded, MemoryTotalBytes: not (null or 0) } ? WithoutWrapped(job) : null);
    }

    // QEMU's count of dirty pages may be below zero for a moment, which arrives as almost 2^64: nothing is decided on that.
    private static DomainJobStatistics WithoutWrapped(DomainJobStatistics job) =>
        job.MemoryRemainingBytes is > long.MaxValue ? job with { MemoryRemainingBytes = null } : job;

    private void Steer(TransferReading? reading, Task call)
    {
        if (reading is not null)
            _tracker.See(reading);
        _steering.Collect();
        InFlightState state = _steering.Complete(_tracker.State(plan, parameters, recorder.Elapsed, request)) with { TargetSilence = ends.TargetSilence };
        if (reading is not null)
            recorder.Report(reading, InFlightForecast.Remaining(state), [.. state.Rounds.Select(r => r.ToTransferRound())]);
        if (call.IsCompleted)
            return;
        bool steers = MaySteer();
        if (steers && !_cancelled && _abort is null)
            _steering.FollowBudget(state);
        foreach (InFlightDecision decision in controller.Decide(state))
        {
            switch (decision)
            {
                case AbortTransfer:
                    Stop(decision.Reason, call);
                    break;
                case var _ when !steers:
                    break;
                case StartPostCopy:
                    BeginPostCopy(decision, state);
                    break;
                default:
                    _steering.Begin(decision, state);
                    break;
            }
        }
    }

    // Without the guest's lock the migration is somebody else's: it is watched, and proven at its end.
    private bool MaySteer()
    {
        if (ends.Guard.Objection is not { } objection)
            return true;
        TellOnce("hands-off", objection.Message);
        return false;
    }

    private void Stop(Reason reason, Task call)
    {
        // What has come by now counts: post-copy may have begun since the last look.
        DrainEvents();
        if (ends.Guard is { Standing: LockStanding.Lost, Objection: { } objection })
        {
            TellOnce("abort-refused", $"{reason.Message}; but {objection.Message}");
            return;
        }

        if (_tracker.InPostCopy)
        {
            TellOnce("abort-refused", $"{reason.Message}; but the guest already runs on the target and its memory is still on its way: going on");
            return;
        }

        if (_abort is not null)
            return;
        _stopReason = reason;
        TellOnce("abort", reason.Message);
        _abort = AbortAsync(call);
    }

    // Before the job has begun there is nothing to abort, and libvirt says so: ask again until the call ends.
    private async Task AbortAsync(Task call)
    {
        long start = timeProvider.GetTimestamp();
        while (!call.IsCompleted
            && (_tracker.InPostCopy || ends.Guard.Standing == LockStanding.Lost || timeProvider.GetElapsedTime(start) < options.AbortBound))
        {
            if (!_tracker.InPostCopy && await ends.Guard.MayAbortAsync())
                await TryAsync(Abort);
            await Task.WhenAny(call, Task.Delay(options.AbortRetry, timeProvider));
        }
    }

    private void Abort()
    {
        if (ends.Guard.Standing != LockStanding.Lost)
            ends.Steering.AbortJob();
    }

    private void BeginPostCopy(InFlightDecision decision, InFlightState state)
    {
        TellOnce(decision.Action, decision.Reason.Message);
        Task<string?> error = StartPostCopyAsync();
        _tracker.PostCopyAsked(Succeeded(error));
        _steering.Note(decision, state, error);

        static async Task<bool> Succeeded(Task<string?> error) => await error is null;
    }

    // There is no way back from it: whether the lock stands is asked anew.
    private async Task<string?> StartPostCopyAsync() => (await ends.Guard.ConfirmAsync())?.Message ?? await TryAsync(() =>
    {
        ends.Guard.Require();
        ends.Steering.StartPostCopy();
    });

    private async Task<string?> TryAsync(Action call)
    {
        try
        {
            await ends.TellAsync(call, CancellationToken.None);
            return null;
        }
        catch (Exception e) when (e is LibvirtException or GuestLockLostException)
        {
            return e.Message;
        }
        catch (TimeoutException)
        {
            // It may yet take effect: for post-copy, that must count as begun.
            return null;
        }
    }

    private void TellOnce(string action, string reason)
    {
        if (_told.Add(action))
            recorder.Act(action, reason);
    }
}
