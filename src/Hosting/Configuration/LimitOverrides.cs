using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Configuration;

/// <summary>What was said of limits for one migration; it wins over every profile.</summary>
internal sealed record LimitOverrides
{
    /// <summary>The profile that was named; null to leave it to the guest.</summary>
    public string? Profile { get; init; }

    /// <summary>Longest pause; null leaves it to the profile.</summary>
    public TimeSpan? MaxDowntime { get; init; }

    /// <summary>Longest time; null leaves it to the profile.</summary>
    public TimeSpan? MaxTotalTime { get; init; }

    /// <summary>Most bandwidth; null leaves it to the profile.</summary>
    public BytesPerSecond? Bandwidth { get; init; }

    /// <summary>Largest slow-down, 0 to 1; null leaves it to the profile.</summary>
    public double? MaxSlowdown { get; init; }

    /// <summary>Whether post-copy is allowed; null leaves it to the profile.</summary>
    public bool? AllowPostCopy { get; init; }

    /// <summary>Whether memory travels encrypted; null leaves it to the profile.</summary>
    public bool? Tls { get; init; }

    /// <summary>Lets the guest go next to one that it is to be kept apart from.</summary>
    public bool IgnoreKeepApart { get; init; }

    /// <summary>The limits of a profile with these in place of theirs.</summary>
    public MigrationLimits Over(MigrationLimits limits) => limits with
    {
        MaxDowntime = MaxDowntime ?? limits.MaxDowntime,
        MaxTotalTime = MaxTotalTime ?? limits.MaxTotalTime,
        Bandwidth = Bandwidth ?? limits.Bandwidth,
        MaxSlowdown = MaxSlowdown ?? limits.MaxSlowdown,
        AllowPostCopy = AllowPostCopy ?? limits.AllowPostCopy,
        Tls = Tls ?? limits.Tls,
        IgnoreKeepApart = IgnoreKeepApart,
    };
}
