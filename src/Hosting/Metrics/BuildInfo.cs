using System.Reflection;

namespace ShadowMig.Hosting.Metrics;

/// <summary>What is running.</summary>
internal static class BuildInfo
{
    /// <summary>The version, without the commit that the SDK adds.</summary>
    public static string Version { get; } =
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
