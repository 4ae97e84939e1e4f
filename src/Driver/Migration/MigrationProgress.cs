using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>A migration in flight, for people and metrics; null where libvirt does not tell.</summary>
public sealed record MigrationProgress
{
    /// <summary>The phase that it is in.</summary>
    public required MigrationPhase Phase { get; init; }

    /// <summary>Time since the transfer began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>All memory.</summary>
    public ByteCount? MemoryTotal { get; init; }

    /// <summary>Memory sent, on the wire.</summary>
    public ByteCount? MemoryProcessed { get; init; }

    /// <summary>Memory left.</summary>
    public ByteCount? MemoryRemaining { get; init; }

    /// <summary>Rate of the last moments.</summary>
    public BytesPerSecond? Rate { get; init; }

    /// <summary>Rounds so far.</summary>
    public int? Iteration { get; init; }

    /// <summary>Time left by the forecast from the rounds so far; null while unknown, or when the transfer would not end by itself within its limit.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Distinct memory that the guest dirties a second, as QEMU counts it during the job.</summary>
    public BytesPerSecond? DirtyRate { get; init; }
}
