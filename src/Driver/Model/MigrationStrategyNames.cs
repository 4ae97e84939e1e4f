namespace ShadowMig.Driver.Model;

/// <summary>Strategies as JSON, metrics and the command line write them.</summary>
public static class MigrationStrategyNames
{
    /// <summary>The name of a strategy, in kebab case.</summary>
    public static string Name(this MigrationStrategy strategy) => strategy switch
    {
        MigrationStrategy.Plain => "plain",
        MigrationStrategy.ShadowCache => "shadow-cache",
        MigrationStrategy.PostCopy => "post-copy",
        MigrationStrategy.Parallel => "parallel",
        MigrationStrategy.Throttle => "throttle",
        MigrationStrategy.ShadowCacheThrottle => "shadow-cache-throttle",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "unknown strategy"),
    };
}
