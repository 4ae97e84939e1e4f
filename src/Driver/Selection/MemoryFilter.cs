using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>The host has the guest's memory free, where its memory is counted.</summary>
public sealed class MemoryFilter : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.DestinationMemory;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) => host.FreeMemory is not { } free || free >= guest.Memory;
}
