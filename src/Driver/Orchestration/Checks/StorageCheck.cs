using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination sees the source of every disk under the same name or path.</summary>
/// <remarks>
/// A pool and its volumes must be there, or libvirt refuses. A path is looked for in the active pools; that none holds it says
/// nothing of files outside of them, so it is no obstacle: the destination's libvirt itself refuses a missing file.
/// </remarks>
public sealed class StorageCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "storage";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Description: not null };

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        ILibvirtConnection destination = context.Destination!;
        List<CheckFinding> findings = [];
        foreach (DomainDisk disk in context.Description!.Disks.Where(d => !d.IsEmpty))
            findings.Add(await context.AskAsync(() => Look(destination, disk), cancellationToken));
        return CheckFinding.Gravest(findings, findings.Count == 0 ? "the guest has no disk" : "the destination sees the source of every disk");
    }

    private static CheckFinding Look(ILibvirtConnection destination, DomainDisk disk)
    {
        try
        {
            return disk switch
            {
                { Type: "network" } => CheckFinding.Pass("on the network"),
                { Type: "volume", Pool: { } pool } => destination.HasVolume(pool, disk.Source!) ? CheckFinding.Pass("in its pool") : CheckFinding.Fail(
                    ReasonCodes.StorageMissing,
                    $"disk {disk.Target}: the destination has no volume {disk.Source} in a pool {pool}; define the pool there, or 'virsh pool-refresh {pool}'"),
                _ when destination.HasVolume(disk.Source!) => CheckFinding.Pass("in a pool"),
                _ => CheckFinding.Skip(
                    $"disk {disk.Target}: whether the destination has {disk.Source} cannot be seen, no active storage pool there holds it; libvirt refuses if it is missing"),
            };
        }
        catch (LibvirtException e) when (e.Code == LibvirtErrorCode.OperationInvalid && disk.Pool is { } pool)
        {
            return CheckFinding.Fail(ReasonCodes.StorageMissing, $"disk {disk.Target}: pool {pool} is not active on the destination; 'virsh pool-start {pool}' there");
        }
        catch (LibvirtException e) when (e.Code == LibvirtErrorCode.NoSupport)
        {
            return CheckFinding.Skip($"disk {disk.Target}: the destination has no storage driver to ask for {disk.Source}");
        }
    }
}
