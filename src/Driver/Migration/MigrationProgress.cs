using System.Text.Json.Serialization;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>A migration in flight, for people and metrics; null where libvirt does not tell.</summary>
public sealed record MigrationProgress
{
    /// <summary>The migration's number in the journal; empty in a reading that was taken from there.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

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

    /// <summary>Rounds that are over, in order: the first 64 and the last 64; empty where a journal of an older version does not have them.</summary>
    public IReadOnlyList<TransferRound> Rounds { get; init => field = value ?? []; } = [];

    /// <summary>What the job's statistics make of it; where they do not tell, amounts stay, and so do rounds.</summary>
    internal MigrationProgress Next(
        MigrationPhase phase, TimeSpan elapsed, DomainJobStatistics? job, TimeSpan? remaining, IReadOnlyList<TransferRound>? rounds = null) => new()
        {
            Id = Id,
            Phase = phase,
            Elapsed = elapsed,
            MemoryTotal = ByteCount.From(job?.MemoryTotalBytes) ?? MemoryTotal,
            MemoryProcessed = ByteCount.From(job?.MemoryProcessedBytes) ?? MemoryProcessed,
            MemoryRemaining = ByteCount.From(job?.MemoryRemainingBytes) ?? MemoryRemaining,
            Rate = job?.MemoryBytesPerSecond is { } rate ? new BytesPerSecond(rate) : null,
            Iteration = (int?)job?.Iteration ?? Iteration,
            Remaining = remaining,
            DirtyRate = job is { DirtyPagesPerSecond: { } pages, PageSizeBytes: { } size } ? new BytesPerSecond((double)pages * size) : null,
            Rounds = rounds ?? Rounds,
        };
}
