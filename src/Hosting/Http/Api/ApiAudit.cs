using Prometheus;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Says who asked for what and what it came to: a log line of category Audit for each action and each refusal, and a count of all.</summary>
internal sealed partial class ApiAudit(ILoggerFactory loggers, IMetricFactory factory)
{
    private const int MostCharacters = 300;

    private readonly ILogger _logger = loggers.CreateLogger("Audit");
    private readonly Counter _requests = ApiMetrics.Requests(factory);

    /// <summary>A request that changed nothing and was not to.</summary>
    public void Count(ApiCaller caller, ApiAnswer answer) => _requests.WithLabels(caller.RoleName, answer.Answer).Inc();

    /// <summary>An action, or a request that was refused.</summary>
    public void Record(ApiCaller caller, string what, ApiAnswer answer)
    {
        Count(caller, answer);
        Write(caller, what, answer);
    }

    /// <summary>A line about what was counted already.</summary>
    public void Write(ApiCaller caller, string what, ApiAnswer answer)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
            return;
        (string who, string detail, string asked, string message) = (Clean(caller.Identity), Clean(caller.Detail), Clean(what), Clean(answer.Message));
        LogRequest(who, detail, caller.RoleName, asked, answer.Answer, answer.Status, message);
    }

    // What a caller wrote may not begin a line of its own.
    private static string Clean(string text) =>
        string.Concat(text.Take(MostCharacters).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} ({Detail}), role {Role}: {What}: {Answer} {Status}: {Message}")]
    private partial void LogRequest(string who, string detail, string role, string what, string answer, int status, string message);
}
