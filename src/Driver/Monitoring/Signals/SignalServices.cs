using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring.Signals.Local;
using ShadowMig.Driver.Monitoring.Signals.Queries;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Registers the sources of signals.</summary>
internal static class SignalServices
{
    /// <summary>Adds the reader, its sources, and the hosted service that makes PromQL queries; needs monitoring.</summary>
    public static IServiceCollection AddSignals(this IServiceCollection services)
    {
        services.AddOptions<SignalOptions>().ValidateOnStart();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<SignalOptions>, SignalOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<SignalOptions>, SignalSourcesValidator>(),
            ServiceDescriptor.Singleton<ISignalSource, LibvirtNodeSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, GuestSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, PressureSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, PagingSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, NetworkSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, MemoryErrorSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, ThermalSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, OperatorFileSignals>(),
            ServiceDescriptor.Singleton<ISignalSource, QuerySignals>(),
            ServiceDescriptor.Singleton<IHostedService, QueryWatcher>(provider => provider.GetRequiredService<QueryWatcher>()),
        ]);
        services.TryAddSingleton<IQueryClient, PrometheusClient>();
        services.TryAddSingleton<QueryStore>();
        services.TryAddSingleton<QueryWatcher>();
        services.TryAddSingleton<SignalReader>();
        return services;
    }
}
