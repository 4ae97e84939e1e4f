using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Asks both ends through fresh connections, which owe nothing to the migration's own.</summary>
public sealed partial class OwnershipResolver(
    ILibvirtConnector connector, IOptionsMonitor<MigrationOptions> options, TimeProvider timeProvider, ILogger<OwnershipResolver> logger)
    : IOwnershipResolver
{
    private MigrationOptions Options => options.CurrentValue;

    /// <inheritdoc/>
    public async Task<OwnershipReading> ResolveAsync(
        string sourceUri, string destinationUri, Guid uuid, Predicate<OwnershipReading> isSettled, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        while (true)
        {
            Task<GuestReading> source = AskAsync(sourceUri, uuid, cancellationToken);
            Task<GuestReading> destination = AskAsync(destinationUri, uuid, cancellationToken);
            var reading = new OwnershipReading(await source, await destination);
            if (isSettled(reading)
                || cancellationToken.IsCancellationRequested
                || timeProvider.GetElapsedTime(start) >= Options.OwnershipBound)
            {
                return reading;
            }

            LogUnsettled(uuid, reading.Source.Presence, reading.Destination.Presence);
            await Task.Delay(Options.OwnershipRetry, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<GuestReading> AskAsync(string uri, Guid uuid, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedCall.RunAsync(
                () => Ask(uri, uuid), Options.ConnectBound + Options.CallBound, timeProvider, cancellationToken);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or OperationCanceledException)
        {
            LogNoAnswer(uri, e.Message);
            return GuestReading.Unknown;
        }
    }

    private GuestReading Ask(string uri, Guid uuid)
    {
        using ILibvirtConnection connection = connector.Open(uri);
        using ILibvirtDomain? domain = connection.FindDomainByUuid(uuid);
        if (domain is null)
            return GuestReading.Absent;
        try
        {
            DomainStateReading state = domain.GetState();
            GuestPresence presence = GuestReading.Of(state.State);
            bool busy = presence is GuestPresence.Running or GuestPresence.Paused && DomainJobs.IsBusy(domain);
            return new(presence, state, busy, busy ? Statistics(domain) : null);
        }
        catch (LibvirtException e) when (e.Code is LibvirtErrorCode.NoDomain)
        {
            return GuestReading.Absent;
        }
    }

    private static DomainJobStatistics? Statistics(ILibvirtDomain domain)
    {
        try
        {
            return domain.GetJobStatistics();
        }
        catch (LibvirtException)
        {
            // The job ended meanwhile, or the guest is just arriving: its job is told of at its source only.
            return null;
        }
    }
}
