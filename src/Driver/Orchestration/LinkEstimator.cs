using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Learns a link from the journal's completed migrations over it; assumes what options say otherwise.</summary>
public sealed partial class LinkEstimator(IMigrationJournal journal, IOptions<LinkOptions> options, ILogger<LinkEstimator> logger) : ILinkEstimator
{
    /// <inheritdoc/>
    public LinkEstimate Estimate(string sourceUri, string destinationUri)
    {
        try
        {
            return LinkHistory.Learn(
                [.. journal.Latest(options.Value.History).Where(e => e.SourceUri == sourceUri && e.DestinationUri == destinationUri)],
                options.Value);
        }
        catch (IOException e)
        {
            LogNoJournal(e.Message);
            return LinkHistory.Learn([], options.Value);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The link is assumed, since the journal cannot be read: {Error}")]
    private partial void LogNoJournal(string error);
}
