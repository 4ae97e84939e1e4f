using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Learns a link from the journal's completed migrations over it; assumes what the interface or the options say otherwise.</summary>
public sealed partial class LinkEstimator(
    IMigrationJournal journal, IInterfaceSpeed interfaces, IOptionsMonitor<LinkOptions> options, TimeProvider time, ILogger<LinkEstimator> logger) : ILinkEstimator
{
    private const double OtherDirectionSpread = 0.15;

    /// <inheritdoc/>
    public LinkEstimate Estimate(LinkEnds ends)
    {
        // The interface that counts is the source's, and only a local source is this machine.
        BytesPerSecond? capacity = LibvirtUri.IsLocal(ends.SourceUri) && LibvirtUri.Host(ends.DestinationUri) is { } host ? interfaces.Towards(host) : null;
        IReadOnlyList<JournalEntry> past = Past();
        LinkEstimate there = LinkHistory.Learn(Between(past, ends), options.CurrentValue, capacity, time.GetUtcNow());
        if (there.IsMeasured)
            return there;

        // The way back is mostly like the way there.
        LinkEstimate back = LinkHistory.Learn(Between(past, ends.Reversed()), options.CurrentValue, capacity, time.GetUtcNow());
        return back.IsMeasured ? back with { RateSpread = Math.Max(back.RateSpread ?? 0, OtherDirectionSpread) } : there;
    }

    private static JournalEntry[] Between(IReadOnlyList<JournalEntry> past, LinkEnds ends) =>
        [.. past.Where(e => ends.Matches(new(e.SourceUri, e.DestinationUri, e.Plan?.SourceUuid, e.Plan?.DestinationUuid)))];

    private IReadOnlyList<JournalEntry> Past()
    {
        try
        {
            return journal.Latest(options.CurrentValue.History);
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
