using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring;

internal sealed partial class GuestProbe
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The shadow probe of guest {Domain} ended early: {Error}")]
    private partial void LogFailed(string domain, string error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Probed {Pages} pages of guest {Domain}: {Peeks} peeks took {PeekMilliseconds} ms of {Milliseconds} ms")]
    private partial void LogProbed(string domain, int pages, int peeks, double peekMilliseconds, double milliseconds);
}
