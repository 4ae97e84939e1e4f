using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Selection;

/// <summary>A node that might take a guest, with all that the choice rests on.</summary>
public sealed record DestinationCandidate
{
    /// <summary>The node.</summary>
    public required FleetNode Node { get; init; }

    /// <summary>Why it cannot take the guest; empty when nothing was found against it.</summary>
    public IReadOnlyList<Reason> Refusals { get; init; } = [];

    /// <summary>What the way there would cost; null when it was refused before.</summary>
    public MigrationPlan? Plan { get; init; }

    /// <summary>Guests there that this one wants to be with, by name.</summary>
    public IReadOnlyList<string> Companions { get; init; } = [];

    /// <summary>Share of processor time in use now, 0 to 1; null when unknown.</summary>
    public double? CpuUtilization { get; init; }

    /// <summary>Logical processors; null when unknown.</summary>
    public int? Processors { get; init; }

    /// <summary>Physical memory; null when unknown.</summary>
    public ByteCount? MemoryTotal { get; init; }

    /// <summary>Memory that new guests can get without swapping; null when unknown.</summary>
    public ByteCount? MemoryAvailable { get; init; }

    /// <summary>Memory promised to migrations that are on their way.</summary>
    public ByteCount Reserved { get; init; }
}
