using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Systemd;

/// <summary>Adds what tells systemd of the service.</summary>
internal static class SystemdServices
{
    /// <summary>Adds the notifier and the watchdog of this process.</summary>
    public static IServiceCollection AddSystemd(this IServiceCollection services, TimeProvider time)
    {
        services.AddSingleton(SystemdNotifier.ForProcess(time));
        return services.AddHostedService(provider => new SystemdWatchdog(
            WatchdogPeriod.OfProcess(), provider.GetRequiredService<SystemdNotifier>(), provider.GetRequiredService<ISnapshotSource>(), time));
    }
}
