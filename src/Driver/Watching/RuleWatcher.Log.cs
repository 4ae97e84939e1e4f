using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Driver.Watching;

internal sealed partial class RuleWatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule {Rule}: the {Subject} is {State} ({Resource}, {Severity}) [{Code}]: {Why}")]
    private partial void LogRaised(string rule, string subject, string state, string resource, string severity, string code, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule}: the {Subject} is well again ({Resource}): {Why}")]
    private partial void LogCleared(string rule, string subject, string resource, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule}: what it said of the {Subject} ({Resource}) no longer holds: it was changed, or what it judged is gone")]
    private partial void LogDropped(string rule, string subject, string resource);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule {Rule}: readings of {Signal} for the {Subject} are stale; it stays {State} until there are new ones")]
    private partial void LogStale(string rule, string subject, string signal, string state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule}: {Signal} of the {Subject} has readings again")]
    private partial void LogCameBack(string rule, string subject, string signal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule}: {Signal} of the {Subject} has no reading here; the rule decides nothing")]
    private partial void LogSilent(string rule, string subject, string signal);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Rule {Rule}: the {Subject} is {State}: {Why}")]
    private partial void LogMoved(string rule, string subject, RuleState state, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Judging the rules failed")]
    private partial void LogTickFailed(Exception exception);
}
