using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>Every disk is one that both nodes may have open at once: libvirt's own rules (qemuMigrationSrcIsSafe).</summary>
/// <remarks>
/// libvirt takes every block device for shared. Whether another node has the same one at its path, only the names that come
/// from the device itself tell; of the others a warning is all that can be said.
/// </remarks>
public sealed class DisksCheck(IFileSystemKind fileSystems) : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "disks";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.Description is not null;

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        bool local = LibvirtUri.IsLocal(context.Source.Uri);
        string destination = context.DestinationRecord?.HostName ?? context.DestinationUri;
        DomainDisk[] open = [.. context.Description!.Disks.Where(d => d is { IsEmpty: false, IsReadOnly: false })];
        return Task.FromResult(CheckFinding.Gravest(open.Select(d => Check(d, local, destination)), Fine(open)));
    }

    private CheckFinding Check(DomainDisk disk, bool local, string destination) => disk.Type switch
    {
        "nvme" or "vhostuser" or "vhostvdpa" => Unsafe(disk, $"of type {disk.Type} is tied to the source"),
        "file" when !local => CheckFinding.Warn($"whether {disk.Source} is on shared storage cannot be seen from here; libvirt refuses if it is not"),
        "file" when fileSystems.IsShared(disk.Source!) == false =>
            Unsafe(disk, "is not on shared storage; put it on one, or on a block device that both nodes see"),
        "block" when !DevicePath.NamesTheDevice(disk.Source!) => CheckFinding.Warn(
            $"disk {disk.Target}: libvirt takes block device {disk.Source} for shared, and so does this; make sure that the same device is at that path "
            + $"on {destination}, or the guest writes over another; a path in /dev/disk/by-id says which device it is"),
        _ => CheckFinding.Pass("shared"),
    };

    private static string Fine(DomainDisk[] open) => open switch
    {
        [] => "no disk is written to",
        _ when open.Any(d => d.Type == "block") => "every disk is on shared storage, or a block device named by its own identity",
        _ => "every disk is on shared storage",
    };

    private static CheckFinding Unsafe(DomainDisk disk, string why) =>
        CheckFinding.Fail(ReasonCodes.UnsafeDisk, $"disk {disk.Target} ({disk.Source}) {why}");
}
