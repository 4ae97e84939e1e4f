using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring;

public sealed partial class GuestObserver
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The shadow probe of guest {Domain} ended early: {Error}")]
    private partial void LogProbeFailed(string domain, string error);
}
