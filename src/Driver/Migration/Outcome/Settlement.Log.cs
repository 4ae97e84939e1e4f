using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Migration.Outcome;

public sealed partial class Settlement
{
    [LoggerMessage(1, LogLevel.Warning, "Guest {Uuid}: {Step}, because {Why}")]
    private partial void LogStep(Guid uuid, SettlementStep step, string why);

    [LoggerMessage(2, LogLevel.Error, "Guest {Uuid}: {Step} failed: {Error}")]
    private partial void LogStepFailed(Guid uuid, SettlementStep step, string error);
}
