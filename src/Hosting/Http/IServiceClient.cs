using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http;

/// <summary>Asks the service that runs on this machine.</summary>
internal interface IServiceClient
{
    /// <summary>Where its rules stand; null when no service answers.</summary>
    Task<RulesDocument?> ReadRulesAsync(CancellationToken cancellationToken);

    /// <summary>Where its autopilot stands; null when no service answers.</summary>
    Task<AutopilotDocument?> ReadAutopilotAsync(CancellationToken cancellationToken);
}
