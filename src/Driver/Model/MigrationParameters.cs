namespace ShadowMig.Driver.Model;

/// <summary>What libvirt is told for one migration.</summary>
public sealed record MigrationParameters
{
    /// <summary>Bandwidth limit; null leaves libvirt's default, unlimited.</summary>
    public BytesPerSecond? Bandwidth { get; init; }

    /// <summary>Limit of the pause at switch-over that QEMU tests against.</summary>
    public required TimeSpan MaxDowntime { get; init; }

    /// <summary>XBZRLE cache, a power of two; null without it.</summary>
    public ByteCount? XbzrleCache { get; init; }

    /// <summary>Parallel connections; null for one.</summary>
    public int? ParallelConnections { get; init; }

    /// <summary>How parallel connections compress, <c>zlib</c> or <c>zstd</c>; null for not at all.</summary>
    public string? ParallelCompression { get; init; }

    /// <summary>First throttle step, 0 to 1; null without throttling.</summary>
    public double? ThrottleInitial { get; init; }

    /// <summary>Further throttle steps, 0 to 1; null without throttling.</summary>
    public double? ThrottleIncrement { get; init; }

    /// <summary>Whether the migration switches to post-copy after its first pass.</summary>
    public bool PostCopy { get; init; }

    /// <summary>Whether the migration may be switched to post-copy in flight if pre-copy turns out not to end within the limits.</summary>
    public bool PostCopyRescue { get; init; }
}
