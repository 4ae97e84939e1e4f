using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Finds the statistics of a completed migration at the end that still has them, through connections of its own.</summary>
public sealed partial class CompletedJob(
    ILibvirtConnector connector, IOptionsMonitor<MigrationOptions> options, TimeProvider timeProvider, ILogger<CompletedJob> logger)
{
    private MigrationOptions Options => options.CurrentValue;

    /// <summary>Asks; null when neither end has them.</summary>
    internal async Task<DomainJobStatistics?> FindAsync(TransferEnds ends)
    {
        // The target knows of this migration only; the source may remember an older one.
        foreach (string uri in (string[])[ends.DestinationUri, ends.SourceUri])
        {
            try
            {
                if (await BoundedCall.RunAsync(
                    () => Ask(uri, ends.Guest), Options.ConnectBound + Options.CallBound, timeProvider, CancellationToken.None) is { Type: DomainJobType.Completed } found)
                    return found;
            }
            catch (Exception e) when (e is LibvirtException or TimeoutException)
            {
                LogNoStatistics(uri, e.Message);
            }
        }

        return null;
    }

    private DomainJobStatistics? Ask(string uri, Guid guest)
    {
        using ILibvirtConnection connection = connector.Open(uri);
        using ILibvirtDomain? domain = connection.FindDomainByUuid(guest);
        return domain?.GetJobStatistics(completed: true, keep: true);
    }

    [LoggerMessage(1, LogLevel.Debug, "{Uri} has no statistics of the completed job: {Error}")]
    private partial void LogNoStatistics(string uri, string error);
}
