using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Watching;

/// <summary>Registers the rules of the service.</summary>
public static class WatchingServices
{
    /// <summary>
    /// Adds the sources of signals and, as a hosted service, the judging of rules: <see cref="IRuleReportSource"/>. Needs
    /// monitoring and an <see cref="IRuleSource"/>; options are those of <see cref="SignalOptions"/>, validated at start.
    /// </summary>
    public static IServiceCollection AddRuleWatching(this IServiceCollection services)
    {
        services.AddSignals();
        services.TryAddSingleton<RuleWatcher>();
        services.TryAddSingleton<IRuleReportSource>(provider => provider.GetRequiredService<RuleWatcher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RuleWatcher>(provider => provider.GetRequiredService<RuleWatcher>()));
        return services;
    }
}
