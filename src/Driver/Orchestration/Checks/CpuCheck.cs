using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination can provide the guest's CPU.</summary>
/// <remarks>
/// The live XML of a guest has its CPU in full, so the destination's hypervisor can be asked about it. With host-passthrough
/// it holds no features: then the destination's processor must have all that the source's has, since nothing else checks that.
/// What cannot be compared is skipped: libvirt itself refuses a CPU in full that does not fit.
/// </remarks>
public sealed class CpuCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Description: not null, SourceCapabilities: not null };

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        (ILibvirtConnection destination, DomainDescription guest) = (context.Destination!, context.Description!);
        switch (guest.CpuMode)
        {
            case null:
                return CheckFinding.Pass("the guest asks for no particular CPU");
            case "maximum":
                return CheckFinding.Warn("the guest's CPU mode is 'maximum', which says nothing about features; it may fail on another node");
            case "host-passthrough" when guest.IsEmulated || context.SourceCapabilities!.CpuXml is null:
                return CheckFinding.Skip("the source does not tell which CPU its guests see");
        }

        bool passthrough = guest.CpuMode == "host-passthrough";
        CpuComparison result = await context.AskCapabilitiesAsync(
            () => passthrough
                ? destination.CompareCpu(context.SourceCapabilities!.CpuXml!)
                : destination.CompareHypervisorCpu(guest.Emulator, guest.Architecture, guest.Machine, guest.VirtualizationType, guest.CpuXml!),
            cancellationToken);
        return result switch
        {
            CpuComparison.Identical or CpuComparison.Superset => CheckFinding.Pass("the destination provides all of it"),
            CpuComparison.Incompatible => CheckFinding.Fail(ReasonCodes.CpuIncompatible, passthrough
                ? "the guest sees the source's own processor (host-passthrough), and the destination's lacks some of it"
                : "the destination's hypervisor lacks features of the guest's CPU; give the guest a CPU model that both nodes have"),
            _ => CheckFinding.Skip("the destination could not compare"),
        };
    }
}
