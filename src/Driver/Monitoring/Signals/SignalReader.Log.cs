using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring.Signals;

internal sealed partial class SignalReader
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Source} failed; its signals are missing until it can be read again")]
    private partial void LogSourceFailed(string source, Exception exception);
}
