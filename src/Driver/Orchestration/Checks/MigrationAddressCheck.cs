using System.Net;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The name that the destination gives for the guest's memory leads from here to the destination.</summary>
/// <remarks>
/// libvirt's destination answers with its host name, and the source's QEMU connects there (ports 49152 to 49215 by default); migration_host
/// in the destination's qemu.conf takes its place and cannot be seen from here. So a wrong name is a warning, never an obstacle.
/// </remarks>
public sealed class MigrationAddressCheck(IHostNames names, TimeProvider time) : INodeCheck
{
    private const string Remedy = "correct it in /etc/hosts or DNS, unless migration_host is set in the destination's qemu.conf";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string Name => "migration-address";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { DestinationRecord: not null };

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        string host = context.DestinationRecord!.HostName;
        if (!LibvirtUri.IsLocal(context.Source.Uri))
            return CheckFinding.Skip($"where {host} leads can only be seen on the source itself");
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = await names.ResolveAsync(host, cancellationToken).WaitAsync(Bound, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return CheckFinding.Warn($"the name service does not answer for {host}, the destination's name, within {Bound.TotalSeconds:0} s; {Remedy}");
        }

        return addresses switch
        {
            [] => CheckFinding.Warn($"{host}, the destination's own name, is not known here, and the guest's memory is sent to it; {Remedy}"),
            _ when addresses.FirstOrDefault(IPAddress.IsLoopback) is { } loopback => CheckFinding.Warn(
                $"{host}, the destination's own name, leads from here to {loopback}, this node itself, and the guest's memory is sent to it; {Remedy}"),
            [var first, ..] => CheckFinding.Pass($"{host} is {first}"),
        };
    }
}
