using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination's QEMU knows the guest's machine type, and is where the guest's XML says.</summary>
public sealed class MachineTypeCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "machine-type";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Description.Machine: not null, DestinationCapabilities: not null }
        && context.DestinationCapabilities.Runs(context.Description.VirtualizationType, context.Description.Architecture);

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        (ILibvirtConnection destination, DomainDescription guest) = (context.Destination!, context.Description!);
        if (!context.DestinationCapabilities!.KnowsMachine(guest.VirtualizationType, guest.Architecture, guest.Machine!))
        {
            return CheckFinding.Fail(
                ReasonCodes.MachineTypeMissing, $"the destination's QEMU does not know machine type {guest.Machine}; choose a destination with the same QEMU or a newer one");
        }

        try
        {
            await context.AskCapabilitiesAsync(
                () => destination.GetDomainCapabilities(guest.Emulator, guest.Architecture, guest.Machine, guest.VirtualizationType), cancellationToken);
            return CheckFinding.Pass($"the destination knows {guest.Machine}");
        }
        catch (LibvirtException e) when (e.Code is not (LibvirtErrorCode.RpcError or LibvirtErrorCode.NoConnection))
        {
            return CheckFinding.Fail(ReasonCodes.CapabilityMissing, $"the destination cannot run the guest as its XML asks: {e.Message}");
        }
    }
}
