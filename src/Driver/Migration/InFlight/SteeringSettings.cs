using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>What a running transfer is held to now: its parameters, and what was changed since.</summary>
public sealed record SteeringSettings
{
    /// <summary>The pause that QEMU tests against.</summary>
    public required TimeSpan MaxDowntime { get; init; }

    /// <summary>Bandwidth cap in force; null for none.</summary>
    public BytesPerSecond? Bandwidth { get; init; }

    /// <summary>Most that the cap may be raised to: the limit, or the share of a budget that the link's other migrations leave; null for no bound.</summary>
    public BytesPerSecond? BandwidthCeiling { get; init; }

    /// <summary>When the cap was last changed, as time since the transfer began; null when it never was.</summary>
    public TimeSpan? BandwidthChangedAt { get; init; }

    /// <summary>XBZRLE cache; null without.</summary>
    public ByteCount? XbzrleCache { get; init; }

    /// <summary>What a transfer starts with.</summary>
    public static SteeringSettings From(MigrationParameters parameters, MigrationLimits limits) => new()
    {
        MaxDowntime = parameters.MaxDowntime,
        Bandwidth = parameters.Bandwidth,
        BandwidthCeiling = limits.Bandwidth,
        XbzrleCache = parameters.XbzrleCache,
    };
}
