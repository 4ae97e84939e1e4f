namespace ShadowMig.Native;

/// <summary>Arguments of virDomainMigrateToURI3; null leaves a parameter out.</summary>
/// <remarks>Parameter names: https://libvirt.org/html/libvirt-libvirt-domain.html, VIR_MIGRATE_PARAM_*.</remarks>
public sealed record MigrationRequest
{
    /// <summary>Flags of the migration.</summary>
    public required MigrationFlags Flags { get; init; }

    /// <summary>Where the data goes, for example tcp://198.51.100.2; null lets libvirt choose.</summary>
    public string? MigrationUri { get; init; }

    /// <summary>Address that the destination listens on.</summary>
    public string? ListenAddress { get; init; }

    /// <summary>Changed XML for the destination.</summary>
    public string? DestinationXml { get; init; }

    /// <summary>Changed persistent XML for the destination.</summary>
    public string? PersistentXml { get; init; }

    /// <summary>Bandwidth limit, MiB/s.</summary>
    public ulong? BandwidthMebibytesPerSecond { get; init; }

    /// <summary>Bandwidth limit of post-copy, MiB/s.</summary>
    public ulong? PostCopyBandwidthMebibytesPerSecond { get; init; }

    /// <summary>Bandwidth assumed for the switch-over test, bytes/s; libvirt 11.1 and later.</summary>
    public ulong? AvailableSwitchoverBandwidthBytesPerSecond { get; init; }

    /// <summary>Compression methods, for example xbzrle, zlib, zstd.</summary>
    public IReadOnlyList<string> CompressionMethods { get; init; } = [];

    /// <summary>XBZRLE cache, a power of two in bytes.</summary>
    public ulong? XbzrleCacheBytes { get; init; }

    /// <summary>First throttle step of auto-converge, percent.</summary>
    public int? AutoConvergeInitialPercent { get; init; }

    /// <summary>Further throttle steps of auto-converge, percent.</summary>
    public int? AutoConvergeIncrementPercent { get; init; }

    /// <summary>Connections of a parallel (multifd) migration.</summary>
    public int? ParallelConnections { get; init; }

    /// <summary>TLS name expected of the destination.</summary>
    public string? TlsDestination { get; init; }

    /// <summary>Disks to copy, by target name; empty copies all when a copy flag is set.</summary>
    public IReadOnlyList<string> MigrateDisks { get; init; } = [];
}
