using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>Every disk is one that both nodes may have open at once: libvirt's own rules (qemuMigrationSrcIsSafe).</summary>
public sealed class DisksCheck(IFileSystemKind fileSystems) : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "disks";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.Description is not null;

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Check(context.Description!.Disks, LibvirtUri.IsLocal(context.Source.Uri)));

    private CheckFinding Check(IReadOnlyList<DomainDisk> disks, bool local)
    {
        DomainDisk[] open = [.. disks.Where(d => d is { IsEmpty: false, IsReadOnly: false })];
        if (open.FirstOrDefault(d => d.Type is "nvme" or "vhostuser" or "vhostvdpa") is { } bound)
            return Unsafe(bound, $"of type {bound.Type} is tied to the source");
        DomainDisk[] files = [.. open.Where(d => d.Type == "file")];
        if (files.Length == 0)
            return CheckFinding.Pass(open.Length == 0 ? "no disk is written to" : "every disk is on shared storage");
        if (!local)
            return CheckFinding.Warn($"whether {files[0].Source} is on shared storage cannot be seen from here; libvirt refuses if it is not");
        return files.FirstOrDefault(d => fileSystems.IsShared(d.Source!) == false) is { } unsafeFile
            ? Unsafe(unsafeFile, "is not on shared storage; put it on one, or on a block device that both nodes see")
            : CheckFinding.Pass("every disk is on shared storage");
    }

    private static CheckFinding Unsafe(DomainDisk disk, string why) =>
        CheckFinding.Fail(ReasonCodes.UnsafeDisk, $"disk {disk.Target} ({disk.Source}) {why}");
}
