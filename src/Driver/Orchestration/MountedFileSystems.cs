namespace ShadowMig.Driver.Orchestration;

/// <summary>Looks paths up in the kernel's mount table.</summary>
/// <param name="readMounts">Reads the table in the form of /proc/self/mountinfo (proc(5)).</param>
public sealed class MountedFileSystems(Func<IEnumerable<string>> readMounts) : IFileSystemKind
{
    // What libvirt takes for shared (virFileIsSharedFS, virFileIsClusterFS), by the kernel's names.
    private static readonly HashSet<string> Shared =
    [
        "nfs", "nfs4", "gfs2", "ocfs2", "afs", "smb", "smb2", "smb3", "smbfs", "cifs", "ceph", "gpfs", "beegfs", "lustre", "panfs",
        "fuse.glusterfs", "fuse.quobyte", "fuse.ceph", "fuse.ceph-fuse", "fuse.moosefs", "fuse.mfs", "acfs",
    ];

    /// <summary>Reads this process's own mount table.</summary>
    public MountedFileSystems()
        : this(static () => File.ReadLines("/proc/self/mountinfo"))
    {
    }

    /// <inheritdoc/>
    public bool? IsShared(string path)
    {
        string? kind = null;
        int longest = -1;
        try
        {
            foreach (string line in readMounts())
            {
                // 36 35 98:0 /root /mount/point rw,noatime master:1 - ext4 /dev/sda1 rw
                string[] fields = line.Split(' ');
                int separator = Array.IndexOf(fields, "-");
                if (separator < 5 || fields.Length <= separator + 1)
                    continue;
                string point = fields[4].Replace("\\040", " ", StringComparison.Ordinal);
                // A later line with the same point lies on top of an earlier one.
                if (point.Length >= longest && IsUnder(path, point))
                    (longest, kind) = (point.Length, fields[separator + 1]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return kind is null ? null : Shared.Contains(kind);
    }

    private static bool IsUnder(string path, string point) =>
        point == "/" || path == point || (path.StartsWith(point, StringComparison.Ordinal) && path[point.Length] == '/');
}
