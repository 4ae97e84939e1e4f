using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>The host has free what the guest asks for now, and a core that is fast enough.</summary>
public sealed class ProcessorFilter : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.CpuCapacity;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) => host.CoreCapacity >= guest.Demand && host.Free >= guest.Demand;
}
