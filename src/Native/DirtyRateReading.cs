namespace ShadowMig.Native;

/// <summary>A dirty-rate calculation as bulk statistics show it (fields dirtyrate.*).</summary>
public sealed record DirtyRateReading
{
    /// <summary>Whether it is running or has been measured.</summary>
    public DirtyRateStatus Status { get; init; }

    /// <summary>When it started: Unix seconds from QEMU 10, seconds of the host's monotonic clock from QEMU 7.2. It tells one calculation from the next.</summary>
    public long? StartTime { get; init; }

    /// <summary>How long it counts.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>How it counts; null on daemons that do not tell.</summary>
    public DirtyRateMode? Mode { get; init; }

    /// <summary>Distinct memory written a second, MiB/s as QEMU rounds it.</summary>
    public ulong? MebibytesPerSecond { get; init; }

    /// <summary>The same for each virtual processor, with the dirty ring only, MiB/s by index.</summary>
    public IReadOnlyDictionary<int, ulong> VcpuMebibytesPerSecond { get; init; } = new Dictionary<int, ulong>();
}
