using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Http;

namespace ShadowMig.Hosting.Commands;

/// <summary>Asks the journal, the running service and coordination what <c>status</c> shows.</summary>
internal sealed class StatusReader(IMigrationJournal journal, IServiceClient service, CoordinationReader coordination)
{
    /// <summary>Asks; a service that does not answer, and coordination out of reach, are answers too.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public async Task<StatusReading> ReadAsync(CancellationToken cancellationToken) => new(
        // Another process may hold the file for seconds, and whoever waits may have enough of it before.
        await Task.Run(journal.Unfinished, cancellationToken).WaitAsync(cancellationToken),
        await service.ReadRulesAsync(cancellationToken),
        await service.ReadAutopilotAsync(cancellationToken),
        await coordination.ReadAsync(cancellationToken));
}
