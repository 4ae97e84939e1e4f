using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Orchestration;

public sealed partial class Preflight
{
    [LoggerMessage(1, LogLevel.Debug, "Preflight of {Domain}: {Check} {Outcome}: {Detail}")]
    private partial void LogCheck(string domain, string check, CheckOutcome outcome, string detail);
}
