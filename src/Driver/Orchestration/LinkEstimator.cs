using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Learns a link from the journal's completed migrations over it; assumes what the interface or the options say otherwise.</summary>
public sealed partial class LinkEstimator(
    IMigrationJournal journal, IInterfaceSpeed interfaces, IOptions<LinkOptions> options, TimeProvider time, ILogger<LinkEstimator> logger) : ILinkEstimator
{
    /// <inheritdoc/>
    public LinkEstimate Estimate(LinkEnds ends)
    {
        // The interface that counts is the source's, and only a local source is this machine.
        BytesPerSecond? capacity = LibvirtUri.IsLocal(ends.SourceUri) && LibvirtUri.Host(ends.DestinationUri) is { } host ? interfaces.Towards(host) : null;
        return LinkHistory.Learn(Past(ends), options.Value, capacity, time.GetUtcNow());
    }

    private JournalEntry[] Past(LinkEnds ends)
    {
        try
        {
            return [.. journal.Latest(options.Value.History).Where(e => ends.Matches(new(e.SourceUri, e.DestinationUri, e.Plan?.SourceUuid, e.Plan?.DestinationUuid)))];
        }
        catch (IOException e)
        {
            LogNoJournal(e.Message);
            return [];
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The link is assumed, since the journal cannot be read: {Error}")]
    private partial void LogNoJournal(string error);
}
