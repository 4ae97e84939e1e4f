using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Http.Api;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Page;
using ShadowMig.Hosting.Systemd;

namespace ShadowMig.Hosting.Http;

/// <summary>The service: sampler, rotation, journal watcher and HTTP, from start to a prompt end.</summary>
internal sealed partial class ServiceHost(CommandEnvironment environment, IConfiguration configuration, string? uri, string? file = null)
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(3);

    /// <summary>Runs until cancelled or until a background service fails.</summary>
    /// <param name="started">Told of the address once requests are answered.</param>
    /// <param name="cancellationToken">Ends the service.</param>
    /// <exception cref="UsageException">The address cannot be listened on.</exception>
    public async Task<int> RunAsync(Action<string>? started, CancellationToken cancellationToken)
    {
        WebApplication application = Build();
        ILogger logger = application.Services.GetRequiredService<ILogger<ServiceHost>>();
        ConfigurationReloader reloader = application.Services.GetRequiredService<ConfigurationReloader>();
        ApiCertificates certificates = application.Services.GetRequiredService<ApiCertificates>();
        SystemdNotifier systemd = application.Services.GetRequiredService<SystemdNotifier>();
        using PosixSignalRegistration? hangUp = environment.CatchSignals ? PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            systemd.Reloading();
            bool isTaken = reloader.Reload() & certificates.Refresh();
            systemd.Ready(isTaken ? "Watching" : "The new configuration or certificates are refused, the old ones stay in force");
        }) : null;
        try
        {
            await StartAsync(application, cancellationToken);
            string[] addresses = Addresses(application);
            string address = addresses.FirstOrDefault("nowhere");
            string node = application.Services.GetRequiredService<IOptions<MonitoringOptions>>().Value.ConnectionUri;
            LogStarted(logger, BuildInfo.Version, node, address);
            foreach (string api in addresses.Skip(1).Select(ApiListeners.Shown))
                LogApi(logger, api);
            systemd.Ready("Watching");
            started?.Invoke(address);
            await WaitAsync(application, cancellationToken);
            return Failure(application, logger) ? ExitCodes.Attention : ExitCodes.Done;
        }
        finally
        {
            systemd.Stopping();
            await StopAsync(application, logger);
        }
    }

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddShadowMig(configuration, environment.Time, LogLevel.Information).AddShadowMigService(configuration, uri);
        builder.Services.AddSingleton(provider => new ConfigurationReloader(
            file, configuration, provider.GetRequiredService<ReloadStatus>(), provider.GetRequiredService<ILogger<ConfigurationReloader>>()));
        builder.Services.AddSystemd(environment.Time);
        builder.AddApiListeners();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = StopBound);
        environment.Override?.Invoke(builder.Services);
        WebApplication application = builder.Build();
        application.Urls.Add(application.Services.GetRequiredService<IOptions<HttpOptions>>().Value.Address);
        application.UseApi();
        application.MapShadowMig(environment.Time.GetUtcNow());
        application.MapStatusPage();
        application.MapApi();
        return application;
    }

    private static async Task StartAsync(WebApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
            if (application.Services.GetRequiredService<IOptions<ApiOptions>>().Value is { Socket: { } socket } api)
                ApiSocket.Protect(socket, api.Group);
        }
        catch (OperationCanceledException)
        {
            // Told to end, or a background service failed, before the start was through: the end says which.
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new UsageException($"{string.Join(", ", application.Urls)} is in use; end what listens there or set Http:Address, Api:Socket or Api:Address in the configuration");
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" })
        {
            throw new UsageException($"cannot listen on {string.Join(", ", application.Urls)}: {e.Message}; set Http:Address, Api:Socket or Api:Address in the configuration");
        }
    }

    private static async Task WaitAsync(WebApplication application, CancellationToken cancellationToken)
    {
        IHostApplicationLifetime lifetime = application.Services.GetRequiredService<IHostApplicationLifetime>();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = end.Token.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    // A failing background service stops the host, but leaves the exit code at zero.
    private static bool Failure(WebApplication application, ILogger logger)
    {
        bool failed = false;
        foreach (BackgroundService service in application.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask?.Exception?.InnerException is not { } exception)
                continue;
            LogFailed(logger, service.GetType().Name, exception);
            failed = true;
        }

        return failed;
    }

    private async Task StopAsync(WebApplication application, ILogger logger)
    {
        try
        {
            // Nobody would watch a migration that outlives the service.
            await Task.WhenAll(
                application.Services.GetRequiredService<MoveRunner>().StopAsync(), application.Services.GetRequiredService<ApiMigrations>().StopAsync());
            // Whatever hangs inside libvirt is left behind; the process ends all the same.
            await Task.Run(async () =>
            {
                await application.StopAsync();
                await application.DisposeAsync();
            }).WaitAsync(StopBound + TimeSpan.FromSeconds(1), environment.Time);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            LogHanging(logger);
        }
    }

    // In the order in which Build adds them: Http:Address first, then those of the API.
    private static string[] Addresses(WebApplication application) =>
        [.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
}
