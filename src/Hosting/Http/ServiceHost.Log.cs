namespace ShadowMig.Hosting.Http;

/// <content>Log messages.</content>
internal sealed partial class ServiceHost
{
    [LoggerMessage(Level = LogLevel.Information, Message = "ShadowMig {Version} watches {Uri}; page, metrics and health at {Address}")]
    private static partial void LogStarted(ILogger logger, string version, string uri, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "API at {Address}")]
    private static partial void LogApi(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Service} failed, the service ends")]
    private static partial void LogFailed(ILogger logger, string service, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "libvirt does not let go within the time for a shutdown; leaving it behind")]
    private static partial void LogHanging(ILogger logger);
}
