using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Migration;

internal sealed partial class MigrationRecorder
{
    [LoggerMessage(1, LogLevel.Information, "Migration {Id}: phase {Phase}")]
    private partial void LogPhase(string id, string phase);

    [LoggerMessage(2, LogLevel.Information, "Migration {Id}: {Action}, because {Reason}")]
    private partial void LogAction(string id, string action, string reason);

    [LoggerMessage(3, LogLevel.Error, "Migration {Id}: the journal could not be written, the migration goes on: {Error}")]
    private partial void LogJournal(string id, string error);

    [LoggerMessage(4, LogLevel.Warning, "Migration {Id}: its progress cannot be shown any more, the migration goes on: {Error}")]
    private partial void LogProgress(string id, string error);
}
