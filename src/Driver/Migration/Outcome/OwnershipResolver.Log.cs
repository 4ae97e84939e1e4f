using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Migration.Outcome;

public sealed partial class OwnershipResolver
{
    [LoggerMessage(1, LogLevel.Debug, "Who has guest {Uuid} is not settled: source says {Source}, destination says {Destination}; asking again")]
    private partial void LogUnsettled(Guid uuid, GuestPresence source, GuestPresence destination);

    [LoggerMessage(2, LogLevel.Debug, "{Uri} did not say whether it has the guest: {Error}")]
    private partial void LogNoAnswer(string uri, string error);
}
