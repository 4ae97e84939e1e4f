using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>Source and destination are two nodes, by host UUID and by host name: libvirt insists on both.</summary>
public sealed class DifferentHostCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "different-host";

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
            _ when source.HostUuid != Guid.Empty && source.HostUuid == destination.HostUuid => CheckFinding.Fail(
                ReasonCodes.SameHost, $"source and destination have the host UUID {source.HostUuid}: they are one node, or clones of one (set host_uuid in libvirtd.conf)"),
            _ when string.Equals(source.HostName, destination.HostName, StringComparison.OrdinalIgnoreCase) => CheckFinding.Fail(
                ReasonCodes.SameHost, $"source and destination are both named {source.HostName}: libvirt takes them for one node"),
            _ => CheckFinding.Pass($"{source.HostName} and {destination.HostName}"),
        });
    }
}
