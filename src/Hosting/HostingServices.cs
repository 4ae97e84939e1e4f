using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Prometheus;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Commands.Draining;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Fleet;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Http.Api;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page;
using ShadowMig.Hosting.Recovery;
using ShadowMig.Native;
using LinkOptions = ShadowMig.Driver.Orchestration.LinkOptions;

namespace ShadowMig.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class HostingServices
{
    /// <summary>Adds the pipeline, its options and logging, as every command needs them.</summary>
    public static IServiceCollection AddShadowMig(this IServiceCollection services, IConfiguration configuration, TimeProvider time, LogLevel level)
    {
        services.AddSingleton(configuration);
        services.AddSingleton(time);
        services.AddLogging(logging => logging
            .SetMinimumLevel(level)
            .AddFilter("Microsoft", LogLevel.Warning)
            // What it has to say is said by ServiceHost, in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddConsole(o =>
            {
                o.FormatterName = LineFormatter.FormatterName;
                o.LogToStandardErrorThreshold = LogLevel.Trace;
            }));
        services.AddSingleton<ConsoleFormatter, LineFormatter>();

        services.AddOptions<MonitoringOptions>().Bind(configuration.GetSection("Monitoring"));
        services.AddOptions<MigrationOptions>().Bind(configuration.GetSection(MigrationOptions.Section));
        services.AddOptions<PreflightOptions>().Bind(configuration.GetSection(PreflightOptions.Section));
        services.AddOptions<LinkOptions>().Bind(configuration.GetSection(LinkOptions.Section));
        services.AddOptionsWithValidateOnStart<SelectionOptions>().Bind(configuration.GetSection(SelectionOptions.Section));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SelectionOptions>, SelectionOptionsValidator>());
        services.AddOptionsWithValidateOnStart<DrainOptions>().Bind(configuration.GetSection(DrainOptions.Section));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DrainOptions>, DrainOptionsValidator>());
        services.AddOptions<CoordinationOptions>().Bind(configuration.GetSection(CoordinationOptions.Section));
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection("Http"));
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>());
        services.AddSingleton<ILibvirtConnector, LibvirtConnector>();
        services.AddGuestObservation().AddPlanning().AddOrchestration().AddCoordination(CoordinationModes.Of(configuration)).AddMigration();

        services.TryAddSingleton<ProfileCatalog>();
        services.TryAddSingleton<GuestProfiles>();
        services.TryAddSingleton<INodeInventory, NodeCatalog>();
        services.TryAddSingleton<FleetNodes>();
        services.TryAddSingleton<FleetReader>();
        services.TryAddSingleton<CoordinationReader>();
        services.TryAddSingleton<StatusReader>();
        services.TryAddSingleton<DestinationChooser>();
        services.TryAddSingleton<GuestAccess>();
        services.TryAddSingleton<MigrationWorkflow>();
        services.TryAddSingleton<GuestMove>();
        services.TryAddSingleton<NodeChecks>();
        services.TryAddSingleton<MigrationCanceller>();
        services.TryAddSingleton<RosterReader>();
        services.TryAddSingleton<DrainPlanner>();
        services.TryAddSingleton<DrainWorkflow>();
        services.TryAddSingleton<NodeDoctor>();
        services.TryAddSingleton<IServiceClient, ServiceClient>();
        return services;
    }

    /// <summary>Adds what only the service needs: sampler, journal watcher, metrics.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="uri">The node to watch; null takes the configured one.</param>
    public static IServiceCollection AddShadowMigService(this IServiceCollection services, IConfiguration configuration, string? uri)
    {
        services.AddMonitoring().AddRuleWatching().AddMembership(CoordinationModes.Of(configuration));
        services.TryAddSingleton<INodeAdvertiser, NodeAdvertiser>();
        services.AddOptions<SignalOptions>().Bind(configuration.GetSection(SignalOptions.Section));
        services.TryAddSingleton<IRuleSource, RuleCatalog>();
        services.TryAddSingleton<ReloadStatus>();
        if (uri is not null)
            services.PostConfigure<MonitoringOptions>(o => o.ConnectionUri = uri);

        services.AddSingleton<CollectorRegistry>(_ => Prometheus.Metrics.NewCustomRegistry());
        services.AddSingleton<IMetricFactory>(provider => Prometheus.Metrics.WithCustomRegistry(provider.GetRequiredService<CollectorRegistry>()));
        services.AddSingleton<MigrationCounters>();
        services.AddSingleton<JournalFollower>();
        services.AddSingleton<JournalWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<JournalWatcher>());
        services.AddSingleton<ApiCertificates>();
        services.AddSingleton<CertificateWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<CertificateWatcher>());
        services.AddSingleton<MetricsExporter>();
        services.AddHostedService<RecoveryService>();
        services.AddStatusPage();
        return services.AddAutopilot(configuration);
    }

    private static IServiceCollection AddAutopilot(this IServiceCollection services, IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(AutopilotOptions.Section);
        services.AddOptionsWithValidateOnStart<AutopilotOptions>().Bind(section);
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<AutopilotOptions>, AutopilotOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<AutopilotOptions>, AutopilotLevelsValidator>(),
        ]);
        bool isEnabled = !bool.TryParse(section[nameof(AutopilotOptions.Enabled)], out bool enabled) || enabled;
        bool hasNodes = configuration.GetSection("Nodes").GetChildren().Any();
        // With etcd the service of each node observes its own.
        services.AddFleet(isEnabled && hasNodes, CoordinationModes.Of(configuration) == CoordinationMode.Local);
        services.AddSingleton<AutopilotCounters>();
        services.AddSingleton<TargetRecheck>();
        services.AddSingleton<ISingleMove, SingleMove>();
        services.AddSingleton<MoveRunner>();
        services.AddSingleton<MoveForecaster>();
        services.AddSingleton<DecisionAssembler>();
        services.AddSingleton<AutopilotService>();
        services.AddSingleton<IAutopilotReportSource>(provider => provider.GetRequiredService<AutopilotService>());
        if (isEnabled && hasNodes)
            services.AddHostedService(provider => provider.GetRequiredService<AutopilotService>());
        return services;
    }
}
