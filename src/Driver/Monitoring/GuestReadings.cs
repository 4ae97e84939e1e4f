using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>What one tick read of the guests of a node.</summary>
internal sealed record GuestReadings
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether memory, virtual processors and interfaces were asked for, too.</summary>
    public bool IsDetailed { get; init; } = true;

    /// <summary>Guests that answered, fully or in part.</summary>
    public IReadOnlyList<DomainStatistics> Statistics { get; init; } = [];

    /// <summary>Active guests that were not asked or did not answer.</summary>
    public IReadOnlyList<DomainIdentity> Silent { get; init; } = [];

    /// <summary>Whether a guest that was asked for everything gave only what libvirt knows without its QEMU.</summary>
    public bool IsReduced(DomainStatistics statistics) => IsDetailed && TellsResidentMemory && statistics.Memory?.ResidentBytes is null;

    /// <summary>Whether every guest gave everything that was asked for.</summary>
    public bool IsComplete => Silent.Count == 0 && !Statistics.Any(IsReduced);

    /// <summary>Whether this hypervisor tells the resident memory of each guest whose monitor answers, as QEMU does.</summary>
    public bool TellsResidentMemory { get; init; }
}
