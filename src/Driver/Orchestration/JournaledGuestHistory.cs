using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Learns about a guest from the journal.</summary>
public sealed partial class JournaledGuestHistory(
    IMigrationJournal journal, IOptionsMonitor<LinkOptions> options, TimeProvider time, ILogger<JournaledGuestHistory> logger) : IGuestHistory
{
    /// <inheritdoc/>
    public GuestCorrection? Learn(GuestObservation observation)
    {
        try
        {
            return GuestHistory.Learn(journal.Latest(options.CurrentValue.History), observation, time.GetUtcNow());
        }
        catch (IOException e)
        {
            LogNoJournal(e.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Nothing is learned about the guest, since the journal cannot be read: {Error}")]
    private partial void LogNoJournal(string error);
}
