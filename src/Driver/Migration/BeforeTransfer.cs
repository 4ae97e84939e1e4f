using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>The guest as it was, and what libvirt is about to be asked for: enough for another process to finish a migration or to undo it.</summary>
/// <remarks>Written into the journal before anything is changed.</remarks>
public sealed record BeforeTransfer
{
    /// <summary>Whether the guest stood still: paused, suspended by itself, or crashed and kept.</summary>
    public bool WasPaused { get; init; }

    /// <summary>Whether the source started it by itself.</summary>
    public bool HadAutostart { get; init; }

    /// <summary>The guest's limit of the pause at switch-over.</summary>
    public TimeSpan MaxDowntime { get; init; }

    /// <summary>The guest's limit of bandwidth, MiB/s, as libvirt keeps it for its migrations.</summary>
    public ulong MaxSpeedMebibytesPerSecond { get; init; }

    /// <summary>What virDomainMigrateToURI3 is given; a post-copy that paused is resumed with the same.</summary>
    public required MigrationRequest Request { get; init; }
}
