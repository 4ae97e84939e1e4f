using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>What one tick read of the guests of a node.</summary>
internal sealed record GuestReadings
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Guests that answered, fully or in part.</summary>
    public IReadOnlyList<DomainStatistics> Statistics { get; init; } = [];

    /// <summary>Active guests that were not asked or did not answer.</summary>
    public IReadOnlyList<DomainIdentity> Silent { get; init; } = [];

    /// <summary>Whether this hypervisor tells the resident memory of each guest whose monitor answers, as QEMU does.</summary>
    public bool TellsResidentMemory { get; init; }
}
