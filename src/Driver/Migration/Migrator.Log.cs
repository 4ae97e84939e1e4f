using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Migration;

public sealed partial class Migrator
{
    [LoggerMessage(1, LogLevel.Warning, "TLS is off: the memory of {Domain} travels unencrypted")]
    private partial void LogWithoutTls(string domain);

    [LoggerMessage(2, LogLevel.Information, "Migration {Id}: {Result}; source says {Source}, target says {Destination}")]
    private partial void LogEnd(string id, MigrationResult result, GuestPresence source, GuestPresence destination);

    [LoggerMessage(3, LogLevel.Error, "Migration {Id}: the journal could not be written: {Error}")]
    private partial void LogJournal(string id, string error);

    [LoggerMessage(4, LogLevel.Warning, "Migration {Id}: the link's budget could not be looked up, the last share stays: {Error}")]
    private partial void LogLedger(string id, string error);

    [LoggerMessage(5, LogLevel.Warning, "Migration {Id}: its reservation could not be given back and will lapse: {Error}")]
    private partial void LogNotReleased(string id, string error);

    [LoggerMessage(6, LogLevel.Error, "Migration {Id}: watching its call failed, what libvirt makes of it is followed")]
    private partial void LogUnwatched(string id, Exception error);
}
