using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The mode of coordination, which decides what services are made of.</summary>
internal static class CoordinationModes
{
    /// <summary>The configured mode; <see cref="CoordinationMode.Local"/> when none is.</summary>
    public static CoordinationMode Of(IConfiguration configuration) =>
        Enum.TryParse(configuration[$"{CoordinationOptions.Section}:{nameof(CoordinationOptions.Mode)}"], ignoreCase: true, out CoordinationMode mode) ? mode : default;
}
