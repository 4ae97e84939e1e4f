using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>One guest at one tick of the sampler; null where unknown. Rates compare with the tick before.</summary>
public sealed record GuestSample
{
    /// <summary>The guest.</summary>
    public required DomainIdentity Domain { get; init; }

    /// <summary>When its readings were taken; older than the snapshot when libvirt left it out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When its memory, virtual processors and interfaces were read, which is less often; null when they were not yet.</summary>
    public DateTimeOffset? DetailedAt { get; init; }

    /// <summary>Its state.</summary>
    public DomainState? State { get; init; }

    /// <summary>Whether it is too old to decide anything.</summary>
    public bool IsStale { get; init; }

    /// <summary>Virtual processors.</summary>
    public int? VirtualCpus { get; init; }

    /// <summary>CPU time of QEMU since the guest's start.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Processors kept busy, in units of one processor.</summary>
    public double? CpuUsage { get; init; }

    /// <summary>Share of time that its processors wanted to run and could not, 0 to 1 a processor.</summary>
    public double? StealRatio { get; init; }

    /// <summary>Share of time that its processors wanted to run and others did (vcpu wait), 0 to 1 a processor.</summary>
    public double? WaitRatio { get; init; }

    /// <summary>Maximum memory.</summary>
    public ByteCount? MemoryTotal { get; init; }

    /// <summary>Memory that the balloon leaves to the guest.</summary>
    public ByteCount? MemoryActual { get; init; }

    /// <summary>When the balloon last reported; libvirt repeats its report until the next.</summary>
    public DateTimeOffset? BalloonReportedAt { get; init; }

    /// <summary>Resident memory of QEMU.</summary>
    public ByteCount? MemoryResident { get; init; }

    /// <summary>Page faults of the guest that needed I/O, since its start.</summary>
    public long? MajorFaults { get; init; }

    /// <summary>Memory that the guest swapped in, since its start.</summary>
    public ByteCount? SwapIn { get; init; }

    /// <summary>Bytes received, since its start.</summary>
    public ByteCount? NetworkReceived { get; init; }

    /// <summary>Bytes sent, since its start.</summary>
    public ByteCount? NetworkSent { get; init; }

    /// <summary>Network rate in.</summary>
    public BytesPerSecond? ReceiveRate { get; init; }

    /// <summary>Network rate out.</summary>
    public BytesPerSecond? SendRate { get; init; }
}
