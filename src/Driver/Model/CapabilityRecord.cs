namespace ShadowMig.Driver.Model;

/// <summary>What one node's libvirt and QEMU can do, asked once and kept.</summary>
public sealed record CapabilityRecord
{
    /// <summary>The node's host name.</summary>
    public required string HostName { get; init; }

    /// <summary>The host UUID that libvirt compares to tell nodes apart.</summary>
    public required Guid HostUuid { get; init; }

    /// <summary>Version of the node's libvirt.</summary>
    public required Version Libvirt { get; init; }

    /// <summary>Version of the node's QEMU; null when it could not be asked.</summary>
    public Version? Qemu { get; init; }

    /// <summary>Dirty-rate calculation in modes other than page-sampling (libvirt 8.1).</summary>
    public bool SupportsDirtyRateModes => Libvirt >= new Version(8, 1);

    /// <summary>Parallel connections that compress, with zlib or zstd (libvirt 9.4).</summary>
    public bool SupportsParallelCompression => Libvirt >= new Version(9, 4);

    /// <summary>The throttle is looked at every 5 s within a long round too (QEMU 9.2, migration/cpu-throttle.c).</summary>
    public bool ThrottlesWithinRounds => Qemu >= new Version(9, 2);

    /// <summary>Recovery of post-copy and abort with flags (libvirt 8.5).</summary>
    public bool SupportsPostCopyRecovery => Libvirt >= new Version(8, 5);

    /// <summary>The bandwidth assumed for the switch-over test can be given (libvirt 11.1, QEMU 8.2).</summary>
    public bool SupportsSwitchoverBandwidth => Libvirt >= new Version(11, 1) && Qemu >= new Version(8, 2);
}
