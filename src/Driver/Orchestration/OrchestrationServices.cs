using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration.Certificates;
using ShadowMig.Driver.Orchestration.Checks;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Registers the stage.</summary>
public static class OrchestrationServices
{
    /// <summary>Adds preflight, link estimates and what guests taught; needs an <see cref="Native.ILibvirtConnector"/>, the journal of the migration stage, and logging.</summary>
    public static IServiceCollection AddOrchestration(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<PreflightOptions>();
        services.AddOptionsWithValidateOnStart<LinkOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PreflightOptions>, PreflightOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LinkOptions>, LinkOptionsValidator>());
        services.TryAddSingleton<IFileSystemKind>(static _ => new MountedFileSystems());
        services.TryAddSingleton(static _ => new CertificateFolders());
        services.TryAddSingleton<ITlsPeer, TlsPeer>();
        services.TryAddSingleton<IHostNames, SystemHostNames>();
        services.TryAddSingleton<IFileReader, FileReader>();
        services.TryAddSingleton<IInterfaceSpeed, RoutedInterfaceSpeed>();
        // In this order: each check builds on what those before it established.
        services.AddSingleton<IPreflightCheck, SourceAnswersCheck>();
        services.AddSingleton<IPreflightCheck, DomainExistsCheck>();
        services.AddSingleton<IPreflightCheck, GuestLockCheck>();
        services.AddSingleton<IPreflightCheck, DomainActiveCheck>();
        services.AddSingleton<IPreflightCheck, DomainIdleCheck>();
        services.AddSingleton<IPreflightCheck, MetadataCheck>();
        services.AddSingleton<IPreflightCheck, CertificatesCheck>();
        services.AddSingleton<IPreflightCheck, ControlLinkCheck>();
        services.AddSingleton<IPreflightCheck, DestinationAnswersCheck>();
        services.AddSingleton<IPreflightCheck, DifferentHostCheck>();
        services.AddSingleton<IPreflightCheck, DestinationClashCheck>();
        services.AddSingleton<IPreflightCheck, VirtualizationTypeCheck>();
        services.AddSingleton<IPreflightCheck, MachineTypeCheck>();
        services.AddSingleton<IPreflightCheck, CpuCheck>();
        services.AddSingleton<IPreflightCheck, DisksCheck>();
        services.AddSingleton<IPreflightCheck, StorageCheck>();
        services.AddSingleton<IPreflightCheck, NetworksCheck>();
        services.AddSingleton<IPreflightCheck, DevicesCheck>();
        services.AddSingleton<IPreflightCheck, DestinationMemoryCheck>();
        services.AddSingleton<IPreflightCheck, NumaCheck>();
        services.AddSingleton<IPreflightCheck, SecurityModelCheck>();
        services.AddSingleton<IPreflightCheck, AffinityCheck>();
        services.AddSingleton<IPreflightCheck, MigrationAddressCheck>();
        services.AddSingleton<IPreflightCheck, LinkRateCheck>();
        services.AddSingleton<IPreflightCheck, VersionsCheck>();
        services.TryAddSingleton<IPreflight, Preflight>();
        services.TryAddSingleton<ILinkEstimator, LinkEstimator>();
        services.TryAddSingleton<IGuestHistory, JournaledGuestHistory>();
        return services;
    }
}
