using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring;

internal sealed partial class NodeSampler
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No answer from {Uri}: {Error}")]
    private partial void LogNoAnswer(string uri, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Uri} answers")]
    private partial void LogAnswers(string uri);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Uri} tells of its guests, and nothing of itself: {Error}")]
    private partial void LogNodeSilent(string uri, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sampling tick failed")]
    private partial void LogTickFailed(Exception exception);
}
