using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring;

internal sealed partial class GuestRotation
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Observation of guest {Guest} ended: it is about to migrate")]
    private partial void LogHandsOff(string guest);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Guest {Guest} is not observed now: {Reason}")]
    private partial void LogRefused(string guest, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Observation of guest {Guest} failed: {Error}")]
    private partial void LogFailed(string guest, string error);
}
