using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination's QEMU and libvirt are not older than the source's: going back works often, and is promised by nobody.</summary>
public sealed class VersionsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "versions";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { SourceRecord: not null, DestinationRecord: not null };

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        (CapabilityRecord source, CapabilityRecord destination) = (context.SourceRecord!, context.DestinationRecord!);
        return Task.FromResult((source, destination) switch
        {
            _ when destination.Qemu < source.Qemu => CheckFinding.Warn(
                $"the destination's QEMU {destination.Qemu} is older than the source's {source.Qemu}; the way back to an older QEMU is not promised to work"),
            _ when destination.Libvirt < source.Libvirt => CheckFinding.Warn(
                $"the destination's libvirt {destination.Libvirt} is older than the source's {source.Libvirt}"),
            _ => CheckFinding.Pass("the destination's QEMU and libvirt are not older"),
        });
    }
}
