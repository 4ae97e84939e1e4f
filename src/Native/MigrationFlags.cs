namespace ShadowMig.Native;

/// <summary>Flags of a migration (virDomainMigrateFlags).</summary>
[Flags]
public enum MigrationFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The guest runs on while its memory is copied.</summary>
    Live = 1 << 0,

    /// <summary>The source daemon talks to the destination daemon by itself.</summary>
    PeerToPeer = 1 << 1,

    /// <summary>Data through libvirt's own connection.</summary>
    Tunnelled = 1 << 2,

    /// <summary>Defines the guest on the destination.</summary>
    PersistDestination = 1 << 3,

    /// <summary>Removes the definition on the source after success.</summary>
    UndefineSource = 1 << 4,

    /// <summary>Leaves the guest paused on the destination.</summary>
    Paused = 1 << 5,

    /// <summary>Copies full disks.</summary>
    NonSharedDisk = 1 << 6,

    /// <summary>Copies disks incrementally.</summary>
    NonSharedIncremental = 1 << 7,

    /// <summary>Guards the guest's configuration against changes.</summary>
    ChangeProtection = 1 << 8,

    /// <summary>Skips libvirt's safety checks.</summary>
    Unsafe = 1 << 9,

    /// <summary>Migrates a definition without a running guest.</summary>
    Offline = 1 << 10,

    /// <summary>Compresses with the chosen methods.</summary>
    Compressed = 1 << 11,

    /// <summary>Fails when a soft error occurs, such as an I/O error.</summary>
    AbortOnError = 1 << 12,

    /// <summary>Slows the guest down until the migration converges.</summary>
    AutoConverge = 1 << 13,

    /// <summary>Pins all memory for RDMA.</summary>
    RdmaPinAll = 1 << 14,

    /// <summary>Allows a switch to post-copy.</summary>
    PostCopy = 1 << 15,

    /// <summary>Encrypts the data with TLS.</summary>
    Tls = 1 << 16,

    /// <summary>Several connections (multifd).</summary>
    Parallel = 1 << 17,

    /// <summary>Copies disks with the guest's writes made synchronously on both sides, so that the copy converges.</summary>
    NonSharedSynchronousWrites = 1 << 18,

    /// <summary>Resumes a post-copy migration that broke.</summary>
    PostCopyResume = 1 << 19,

    /// <summary>Zero-copy sending; with parallel connections.</summary>
    ZeroCopy = 1 << 20,
}
