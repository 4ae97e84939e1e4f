using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Follows a transfer whose call was lost: a peer-to-peer migration outlives its client, in the source's daemon.</summary>
public sealed partial class OrphanedTransfer(
    IOwnershipResolver resolver,
    ILibvirtConnector connector,
    IOptionsMonitor<MigrationOptions> options,
    TimeProvider timeProvider,
    ILogger<OrphanedTransfer> logger) : IOrphanedTransfer
{
    private MigrationOptions Options => options.CurrentValue;

    /// <inheritdoc/>
    public async Task<FollowedTransfer> FollowAsync(TransferToFollow transfer, CancellationToken abort, CancellationToken stop)
    {
        (string source, string destination, Guid guest, _) = transfer.Ends;
        PostCopyResumption resumption = new(connector, transfer, timeProvider, error => LogResumeFailed(guest, error));
        long start = timeProvider.GetTimestamp();
        Reason? stopped = null;
        long stoppedAt = 0;
        bool postCopy = false;
        bool told = false;
        while (true)
        {
            bool running = stopped is null;
            OwnershipReading reading = await resolver.ResolveAsync(source, destination, guest, r => CallsForAction(r, running), stop);
            stop.ThrowIfCancellationRequested();
            postCopy |= IsInPostCopy(reading);
            // A source that stays silent for the whole bound will not tell of the job either.
            if (!IsUnderWay(reading.Source) || reading.IsPostCopyDone || reading.IsBackOnSource || resumption.IsHopeless(reading))
                return new(stopped, postCopy);
            if (IsInPostCopy(reading))
            {
                await resumption.TryAsync(reading);
                continue;
            }

            if (running && IsDue(reading))
            {
                stopped = abort.IsCancellationRequested
                    ? new(ReasonCodes.Cancelled, "cancelled by the operator")
                    : new(ReasonCodes.DeadlinePassed, "not finished within the limit");
                stoppedAt = timeProvider.GetTimestamp();
            }

            if (stopped is null)
                continue;
            if (timeProvider.GetElapsedTime(stoppedAt) >= Options.AbortBound)
                return new(stopped, postCopy);
            if (await transfer.MayAbort(stopped))
                await AbortAsync(source, guest);
        }

        bool IsDue(OwnershipReading reading) =>
            reading.Source.MayBeSending && (abort.IsCancellationRequested || timeProvider.GetElapsedTime(start) >= transfer.Left);

        bool CallsForAction(OwnershipReading reading, bool running)
        {
            transfer.Seen?.Invoke(reading);
            if (!told && IsUnderWay(reading.Source))
            {
                told = true;
                LogStillRuns(guest);
            }

            // A post-copy that is done, or went back, is left to libvirt for the whole bound.
            return HasEnded(reading) || (!reading.IsPostCopyDone && (resumption.IsDue(reading) || resumption.IsHopeless(reading)))
                || (running && IsDue(reading) && !IsInPostCopy(reading));
        }
    }

    private static bool IsInPostCopy(OwnershipReading reading) => reading.Source.IsInPostCopy || reading.Destination.IsInPostCopy;

    private static bool IsUnderWay(GuestReading source) => source.HasJob || source.IsBrokenPostCopy;

    private static bool HasEnded(OwnershipReading reading) => !IsUnderWay(reading.Source) && reading.Source.Presence != GuestPresence.Unknown;

    private async Task AbortAsync(string sourceUri, Guid uuid)
    {
        try
        {
            await BoundedCall.RunAsync(
                () =>
                {
                    using ILibvirtConnection source = connector.Open(sourceUri);
                    using ILibvirtDomain? domain = source.FindDomainByUuid(uuid);
                    domain?.AbortJob();
                },
                Options.ConnectBound + Options.CallBound, timeProvider, CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            LogAbortFailed(uuid, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The migration of guest {Uuid} runs on without its call; following it")]
    private partial void LogStillRuns(Guid uuid);

    [LoggerMessage(2, LogLevel.Warning, "The orphaned migration of guest {Uuid} could not be aborted: {Error}")]
    private partial void LogAbortFailed(Guid uuid, string error);

    [LoggerMessage(3, LogLevel.Warning, "The post-copy of guest {Uuid} could not be resumed: {Error}")]
    private partial void LogResumeFailed(Guid uuid, string error);
}
