namespace ShadowMig.Native;

/// <summary>Memory of a node in bytes; null where the platform does not tell.</summary>
public sealed record NodeMemory(ulong? TotalBytes, ulong? FreeBytes, ulong? BuffersBytes, ulong? CachedBytes)
{
    /// <summary>What new guests can get without swapping: free, buffers and page cache.</summary>
    public ulong? AvailableBytes => FreeBytes is { } free ? free + (BuffersBytes ?? 0) + (CachedBytes ?? 0) : null;
}
