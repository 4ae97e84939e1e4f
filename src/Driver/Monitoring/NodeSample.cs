using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>One node at one tick of the sampler; null where unknown.</summary>
public sealed record NodeSample
{
    /// <summary>Host name of the node.</summary>
    public required string HostName { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it is too old to decide anything, or from the time before the clock was set back.</summary>
    public bool IsStale { get; init; }

    /// <summary>Logical processors.</summary>
    public int? Cpus { get; init; }

    /// <summary>Share of processor time in use, 0 to 1.</summary>
    public double? CpuUtilization { get; init; }

    /// <summary>Physical memory.</summary>
    public ByteCount? MemoryTotal { get; init; }

    /// <summary>Memory that new guests can get without swapping.</summary>
    public ByteCount? MemoryAvailable { get; init; }

    /// <summary>Share of memory in use, 0 to 1.</summary>
    public double? MemoryUtilization { get; init; }

    /// <summary>Pressure stall information by resource (cpu, memory, io): share of the last 10 s in which some task stalled, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> Pressure { get; init; } = new Dictionary<string, double>();
}
