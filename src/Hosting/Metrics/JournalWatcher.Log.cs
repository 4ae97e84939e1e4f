namespace ShadowMig.Hosting.Metrics;

/// <content>Log messages.</content>
internal sealed partial class JournalWatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal cannot be read, migration metrics stand still: {Why}")]
    private static partial void LogUnreadable(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The journal can be read again")]
    private static partial void LogReadable(ILogger logger);
}
