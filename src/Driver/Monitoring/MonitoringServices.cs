using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Registers the monitoring stage.</summary>
public static class MonitoringServices
{
    /// <summary>Adds <see cref="IGuestObserver"/>, <see cref="IObservationGate"/> and the validation of <see cref="MonitoringOptions"/>; starts nothing.</summary>
    public static IServiceCollection AddGuestObservation(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IGuestObserver, GuestObserver>();
        services.TryAddSingleton<IObservationGate, ObservationGate>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<MonitoringOptions>, MonitoringOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<MonitoringOptions>, MonitoringTimesValidator>(),
        ]);
        return services;
    }

    /// <summary>
    /// Adds the sampler, <see cref="ISnapshotSource"/> and the working set rotation as hosted services. Needs an
    /// <see cref="Native.ILibvirtConnector"/>; options are those of <see cref="MonitoringOptions"/>, validated at start.
    /// </summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddGuestObservation();
        services.AddOptions<MonitoringOptions>().ValidateOnStart();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IHostedService, NodeSampler>(provider => provider.GetRequiredService<NodeSampler>()),
            ServiceDescriptor.Singleton<IHostedService, WorkingSetRotation>(provider => provider.GetRequiredService<WorkingSetRotation>()),
        ]);
        services.TryAddSingleton<IFileReader, FileReader>();
        services.TryAddSingleton<ObservationStore>();
        services.TryAddSingleton<NodeSampler>();
        services.TryAddSingleton<WorkingSetRotation>();
        services.TryAddSingleton<ISnapshotSource>(provider => provider.GetRequiredService<NodeSampler>());
        return services;
    }
}
