using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>What one tick read of a node, before anything is made of it.</summary>
internal sealed record NodeReadings
{
    /// <summary>Host name.</summary>
    public required string HostName { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Processors and memory.</summary>
    public NodeInfo? Info { get; init; }

    /// <summary>Processor times since boot.</summary>
    public NodeCpuTimes? CpuTimes { get; init; }

    /// <summary>Memory.</summary>
    public NodeMemory? Memory { get; init; }

    /// <summary>Pressure by resource; empty for a node that is not this machine.</summary>
    public IReadOnlyDictionary<string, double> Pressure { get; init; } = new Dictionary<string, double>();
}
