using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http;

/// <summary>Asks the service that runs on this machine.</summary>
internal interface IServiceClient
{
    /// <summary>Where its rules stand; null when no service answers.</summary>
    Task<RulesDocument?> ReadRulesAsync(CancellationToken cancellationToken);
}
