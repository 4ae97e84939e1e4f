using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring.Signals.Queries;

internal sealed partial class QueryWatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Query {Query} gives no reading: {Why}")]
    private partial void LogFailed(string query, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Query {Query} works again")]
    private partial void LogWorks(string query);
}
