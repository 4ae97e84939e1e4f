using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

internal sealed partial class Transfer
{
    /// <summary>What is known once watching the call broke off: libvirt goes on, and may have come to any point since.</summary>
    public TransferOutcome Unwatched(Exception error) => new()
    {
        Call = CallOutcome.Lost,
        Reason = _stopReason ?? new(ReasonCodes.MigrationError, $"the migration could not be watched any more: {error.Message}"),
        Cancelled = _cancelled,
        WasPaused = wasPaused,
        SwitchoverBegan = true,
        PostCopyBegan = _tracker.InPostCopy,
    };

    private async Task<TransferOutcome> EndAsync(Task call)
    {
        if (call.IsCompletedSuccessfully)
            await AwaitCompletionEventAsync();
        DrainEvents();
        (CallOutcome outcome, Reason? reason) = Judge(call);
        IReadOnlyList<TransferRound> rounds = _tracker.EndRounds();
        return new()
        {
            Call = outcome,
            Reason = reason,
            Cancelled = _cancelled,
            GivenUp = !call.IsCompleted,
            WasPaused = wasPaused,
            SwitchoverBegan = _tracker.IsSwitchingOver,
            PostCopyBegan = _tracker.InPostCopy,
            Statistics = _tracker.Completed,
            Rounds = rounds,
            Facts = TransferFactsReader.Read(_tracker.Readings, rounds, call.IsCompletedSuccessfully && !_tracker.InPostCopy),
        };
    }

    private (CallOutcome, Reason?) Judge(Task call)
    {
        if (call.IsCompletedSuccessfully)
            return (CallOutcome.Succeeded, null);
        Exception? error = call.Exception?.InnerException;
        if (error is GuestLockLostException lost)
            return (CallOutcome.NotStarted, lost.Reason);
        Reason reason = _stopReason ?? error switch
        {
            LibvirtException libvirt => LibvirtErrorReasons.Map(libvirt),
            null => new(ReasonCodes.MigrationError, "the migration call never returned"),
            _ => new(ReasonCodes.MigrationError, error.Message),
        };
        return (error is null || !ends.IsSourceAlive ? CallOutcome.Lost : CallOutcome.Failed, reason);
    }

    // The event comes on a path of its own and may lag; its statistics are the only ones that outlive a transient guest.
    private async Task AwaitCompletionEventAsync()
    {
        long start = timeProvider.GetTimestamp();
        DrainEvents();
        while (_tracker.Completed is null && options.EventLag - timeProvider.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            try
            {
                await _events.Reader.WaitToReadAsync(CancellationToken.None).AsTask().WaitAsync(left, timeProvider);
            }
            catch (TimeoutException)
            {
                return;
            }

            DrainEvents();
        }
    }
}
