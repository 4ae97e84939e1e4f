namespace ShadowMig.Hosting.Configuration;

/// <content>Log messages.</content>
internal sealed partial class ConfigurationReloader
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Configuration read again: {File}")]
    private partial void LogReloaded(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The new configuration is refused, the old one stays in force")]
    private partial void LogRefused();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} changed; that takes effect when the service is started again")]
    private partial void LogNeedsRestart(string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the configuration again failed, the old one stays in force")]
    private partial void LogFailed(Exception exception);
}
