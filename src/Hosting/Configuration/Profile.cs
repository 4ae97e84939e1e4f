using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Configuration;

/// <summary>A named set of limits.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="Tls">Whether the migration is encrypted; null leaves it to the configuration.</param>
internal sealed record Profile(MigrationLimits Limits, bool? Tls)
{
    /// <summary>What holds when nothing else was said.</summary>
    public static Profile Default { get; } = new(MigrationLimits.Default, null);
}
