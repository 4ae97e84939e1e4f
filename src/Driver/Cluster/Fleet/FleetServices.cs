using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>Registers the watching of the fleet.</summary>
public static class FleetServices
{
    /// <summary>Adds <see cref="IFleetSource"/>; needs an <see cref="INodeInventory"/> and monitoring.</summary>
    /// <param name="services">The services.</param>
    /// <param name="isWatched">Whether the nodes are sampled, as a hosted service; else nothing is known of them.</param>
    /// <param name="isObserved">Whether working sets of guests on other nodes are measured too.</param>
    public static IServiceCollection AddFleet(this IServiceCollection services, bool isWatched, bool isObserved)
    {
        services.TryAddSingleton<FleetSampler>();
        services.TryAddSingleton<IFleetSource>(provider => provider.GetRequiredService<FleetSampler>());
        if (isWatched)
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FleetSampler>(provider => provider.GetRequiredService<FleetSampler>()));
        if (isWatched && isObserved)
            services.AddHostedService<FleetRotation>();
        return services;
    }
}
