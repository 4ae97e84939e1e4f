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
    IOptions<MigrationOptions> options,
    TimeProvider timeProvider,
    ILogger<OrphanedTransfer> logger) : IOrphanedTransfer
{
    private readonly MigrationOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<Reason?> FollowAsync(
        string sourceUri, string destinationUri, Guid uuid, TimeSpan left, Func<Task<bool>> mayAbort, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        Reason? stopped = null;
        long stoppedAt = 0;
        while (true)
        {
            bool running = stopped is null;
            OwnershipReading reading = await resolver.ResolveAsync(
                sourceUri, destinationUri, uuid, r => HasEnded(r) || (running && IsDue() && r.Source.HasJob && !IsInPostCopy(r)), CancellationToken.None);
            // A source that stays silent for the whole bound will not tell of the job either.
            if (!reading.Source.HasJob)
                return stopped;
            LogStillRuns(uuid);
            if (IsInPostCopy(reading))
                continue;
            if (running && IsDue())
            {
                stopped = cancellationToken.IsCancellationRequested
                    ? new(ReasonCodes.Cancelled, "cancelled by the operator")
                    : new(ReasonCodes.DeadlinePassed, "not finished within the limit; its connection was lost on the way");
                stoppedAt = timeProvider.GetTimestamp();
            }

            if (stopped is null)
                continue;
            if (timeProvider.GetElapsedTime(stoppedAt) >= _options.AbortBound)
                return stopped;
            if (await mayAbort())
                await AbortAsync(sourceUri, uuid);
        }

        bool IsDue() => cancellationToken.IsCancellationRequested || timeProvider.GetElapsedTime(start) >= left;
    }

    private static bool IsInPostCopy(OwnershipReading reading) => reading.Source.IsInPostCopy || reading.Destination.IsInPostCopy;

    private static bool HasEnded(OwnershipReading reading) => !reading.Source.HasJob && reading.Source.Presence != GuestPresence.Unknown;

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
                _options.ConnectBound + _options.CallBound, timeProvider, CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            LogAbortFailed(uuid, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The connection to the source was lost, but the migration of guest {Uuid} still runs there; following it")]
    private partial void LogStillRuns(Guid uuid);

    [LoggerMessage(2, LogLevel.Warning, "The orphaned migration of guest {Uuid} could not be aborted: {Error}")]
    private partial void LogAbortFailed(Guid uuid, string error);
}
