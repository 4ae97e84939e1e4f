namespace ShadowMig.Driver.Model;

/// <summary>Strategies as JSON, metrics and the command line write them.</summary>
public static class MigrationStrategyNames
{
    /// <summary>All names, for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<MigrationStrategy>().Select(Name));

    /// <summary>The strategy of a name.</summary>
    /// <exception cref="FormatException">There is none; the message lists those that there are.</exception>
    public static MigrationStrategy Parse(string text)
    {
        foreach (MigrationStrategy strategy in Enum.GetValues<MigrationStrategy>())
        {
            if (Name(strategy) == text.Trim())
                return strategy;
        }
        throw new FormatException($"'{text}' is no way to migrate; use one of {All}");
    }

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
