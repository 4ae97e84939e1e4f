using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster.Etcd;

namespace ShadowMig.Driver.Cluster;

/// <summary>Registers the stage.</summary>
public static class CoordinationServices
{
    /// <summary>Adds the coordination of a mode; before the migration stage, which brings what <see cref="CoordinationMode.Local"/> keeps in the journal.</summary>
    public static IServiceCollection AddCoordination(this IServiceCollection services, CoordinationMode mode)
    {
        services.AddOptionsWithValidateOnStart<CoordinationOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CoordinationOptions>, CoordinationOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CoordinationOptions>, CoordinationRules>());
        if (mode == CoordinationMode.Etcd)
        {
            services.TryAddSingleton<EtcdConnection>();
            services.TryAddSingleton<EtcdStore>();
            services.TryAddSingleton<IGuestLockStore, EtcdGuestLockStore>();
            services.TryAddSingleton<IReservationBook, EtcdReservationBook>();
            services.TryAddSingleton<ICordonBook, EtcdCordonBook>();
            services.TryAddSingleton<IDrainBook, EtcdDrainBook>();
            services.TryAddSingleton<INodeDirectory, EtcdNodeDirectory>();
        }

        services.TryAddSingleton<INodeDirectory, LocalNodeDirectory>();
        return services;
    }

    /// <summary>Adds the service's membership in the fleet; where it is published, that needs an <see cref="INodeAdvertiser"/>.</summary>
    public static IServiceCollection AddMembership(this IServiceCollection services, CoordinationMode mode)
    {
        if (mode == CoordinationMode.Etcd)
        {
            services.TryAddSingleton<EtcdMember>();
            services.TryAddSingleton<IMembership>(provider => provider.GetRequiredService<EtcdMember>());
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<EtcdMember>());
        }

        services.TryAddSingleton<IMembership, LocalMembership>();
        return services;
    }
}
