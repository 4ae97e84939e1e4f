using System.Globalization;

namespace ShadowMig.Hosting.Systemd;

/// <summary>How often systemd wants to hear of the service, sd_watchdog_enabled(3).</summary>
internal static class WatchdogPeriod
{
    /// <summary>A quarter of what systemd allows, so that one bad moment alone ends nothing; null when it watches nobody, or another process.</summary>
    /// <param name="microseconds">The variable <c>WATCHDOG_USEC</c>.</param>
    /// <param name="processId">The variable <c>WATCHDOG_PID</c>; null means whoever reads it.</param>
    public static TimeSpan? Of(string? microseconds, string? processId) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long allowed) && allowed > 0
            && (processId is null || processId == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(allowed / 4)
            : null;

    /// <summary>That of this process.</summary>
    public static TimeSpan? OfProcess() => Of(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));
}
