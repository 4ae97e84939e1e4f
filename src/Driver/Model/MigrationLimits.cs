namespace ShadowMig.Driver.Model;

/// <summary>What a migration may cost at most, and what it is allowed to do; the planner keeps every limit at its 90th percentile.</summary>
public sealed record MigrationLimits
{
    /// <summary>The limits of a guest that nothing else was said about.</summary>
    public static MigrationLimits Default { get; } = new();

    /// <summary>Longest pause of the guest.</summary>
    public TimeSpan MaxDowntime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Longest time from the start of the transfer to its end.</summary>
    public TimeSpan MaxTotalTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most bandwidth; null means no cap.</summary>
    public BytesPerSecond? Bandwidth { get; init; }

    /// <summary>Largest slow-down of the guest by throttling, 0 to 1.</summary>
    public double MaxSlowdown { get; init; }

    /// <summary>Whether post-copy, from which there is no way back, may be used.</summary>
    public bool AllowPostCopy { get; init; }

    /// <summary>Whether the guest's memory must travel encrypted; null leaves it to the configuration (Migration:Tls).</summary>
    public bool? Tls { get; init; }

    /// <summary>Whether a person wants the guest moved even next to one that it is to be kept apart from.</summary>
    public bool IgnoreKeepApart { get; init; }
}
