using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination has what the guest's network interfaces are connected to.</summary>
/// <remarks>A virtual network must be there and active, or libvirt refuses. A bridge is a warning only: not every interface driver knows them all.</remarks>
public sealed class NetworksCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "networks";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Description: not null };

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        ILibvirtConnection destination = context.Destination!;
        List<CheckFinding> findings = [];
        foreach (DomainInterface one in context.Description!.Interfaces.Where(i => i.Source is not null).Distinct())
            findings.Add(await context.AskAsync(() => Look(destination, one), cancellationToken));
        return CheckFinding.Gravest(findings, findings.Count == 0 ? "the guest is connected to nothing of the node" : "the destination has all that the guest is connected to");
    }

    private static CheckFinding Look(ILibvirtConnection destination, DomainInterface one)
    {
        try
        {
            return one.Type switch
            {
                "network" => destination.IsNetworkActive(one.Source!) switch
                {
                    true => CheckFinding.Pass("active"),
                    false => CheckFinding.Fail(ReasonCodes.NetworkMissing, $"network '{one.Source}' is not active on the destination; 'virsh net-start {one.Source}' there"),
                    null => CheckFinding.Fail(ReasonCodes.NetworkMissing, $"the destination has no network '{one.Source}'; define and start it there under the same name"),
                },
                "bridge" or "direct" => destination.HasInterface(one.Source!) ? CheckFinding.Pass("there") : CheckFinding.Warn(
                    $"the destination does not know {(one.Type == "bridge" ? "bridge" : "interface")} '{one.Source}'; without it libvirt refuses the guest: make one there under the same name"),
                _ => CheckFinding.Pass("not connected to the node"),
            };
        }
        catch (LibvirtException e) when (e.Code == LibvirtErrorCode.NoSupport)
        {
            return CheckFinding.Skip($"whether the destination has {one.Type} '{one.Source}' cannot be seen: it has no driver to ask; libvirt refuses if it is missing");
        }
    }
}
