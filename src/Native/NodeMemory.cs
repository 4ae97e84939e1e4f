namespace ShadowMig.Native;

/// <summary>Memory of a node in bytes; null where the platform does not tell.</summary>
/// <param name="TotalBytes">All that the kernel manages, pools of huge pages included.</param>
/// <param name="FreeBytes">Held by nobody.</param>
/// <param name="BuffersBytes">Cache of block devices.</param>
/// <param name="CachedBytes">
/// <c>Cached</c> of /proc/meminfo: page cache, but shared memory too (<c>Shmem</c>: tmpfs, and guests backed by memfd), which the
/// kernel cannot drop.
/// </param>
public sealed record NodeMemory(ulong? TotalBytes, ulong? FreeBytes, ulong? BuffersBytes, ulong? CachedBytes);
