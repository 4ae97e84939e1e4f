namespace ShadowMig.Native;

/// <summary>One domain (guest) as one libvirt daemon knows it. Dispose frees libvirt's object, never the guest.</summary>
/// <remarks>Members block until libvirt answers and throw <see cref="LibvirtException"/> when it reports an error.</remarks>
public interface ILibvirtDomain : IDisposable
{
    /// <summary>The domain's name.</summary>
    string Name { get; }

    /// <summary>The domain's UUID.</summary>
    Guid Uuid { get; }

    /// <summary>The domain's XML.</summary>
    string GetXml(DomainXmlFlags flags = DomainXmlFlags.None);

    /// <summary>State, memory and virtual processors (virDomainGetInfo).</summary>
    DomainInfo GetInfo();

    /// <summary>State and its reason (virDomainGetState).</summary>
    DomainStateReading GetState();

    /// <summary>Whether the domain has a persistent definition.</summary>
    bool IsPersistent { get; }

    /// <summary>Whether the domain runs (has a QEMU process).</summary>
    bool IsActive { get; }

    /// <summary>Whether the node starts the domain by itself.</summary>
    bool Autostart { get; set; }

    /// <summary>Memory as the balloon reports it (virDomainMemoryStats); a missing tag is null.</summary>
    DomainMemoryStatistics GetMemoryStatistics();

    /// <summary>Statistics of this domain alone (virDomainListGetStats).</summary>
    DomainStatistics? GetStatistics(DomainStatisticsGroups groups, bool noWait);

    /// <summary>Copies guest memory from a guest-physical address (virDomainMemoryPeek, VIR_MEMORY_PHYSICAL).</summary>
    /// <remarks>QEMU answers zeros, not an error, where the guest has no memory.</remarks>
    /// <param name="physicalAddress">Guest-physical start, bytes.</param>
    /// <param name="buffer">Filled completely.</param>
    void PeekMemory(ulong physicalAddress, Span<byte> buffer);

    /// <summary>Starts a dirty-rate calculation (virDomainStartDirtyRateCalc); results come with statistics group DirtyRate.</summary>
    /// <remarks>Modes other than page-sampling crash QEMU 7.2 on a TCG guest: choose the mode with the domain's XML in hand.</remarks>
    /// <param name="period">Whole seconds, 1 to 60.</param>
    /// <param name="mode">How dirty pages are counted.</param>
    void StartDirtyRateCalculation(TimeSpan period, DirtyRateMode mode);

    /// <summary>Migrates by virDomainMigrateToURI3; returns when the migration ended, throws when it failed.</summary>
    void Migrate(string destinationUri, MigrationRequest request);

    /// <summary>The limit of the pause at switch-over (virDomainMigrateGetMaxDowntime).</summary>
    TimeSpan GetMigrationMaxDowntime();

    /// <summary>Sets the limit of the pause at switch-over, 0 to 2,000 s (virDomainMigrateSetMaxDowntime).</summary>
    void SetMigrationMaxDowntime(TimeSpan limit);

    /// <summary>The bandwidth limit in MiB/s (virDomainMigrateGetMaxSpeed).</summary>
    /// <remarks>Without a limit libvirt answers 8,796,093,022,207 (QEMU's largest number of bytes), for post-copy 0.</remarks>
    ulong GetMigrationMaxSpeed(bool postCopy = false);

    /// <summary>Sets the bandwidth limit in MiB/s; it stays for later migrations (virDomainMigrateSetMaxSpeed).</summary>
    void SetMigrationMaxSpeed(ulong mebibytesPerSecond, bool postCopy = false);

    /// <summary>Size of the XBZRLE cache in bytes (virDomainMigrateGetCompressionCache).</summary>
    ulong GetCompressionCacheBytes();

    /// <summary>Sets the size of the XBZRLE cache, a power of two in bytes (virDomainMigrateSetCompressionCache).</summary>
    void SetCompressionCacheBytes(ulong bytes);

    /// <summary>Switches a running migration, started with PostCopy, to post-copy (virDomainMigrateStartPostCopy).</summary>
    void StartPostCopy();

    /// <summary>Aborts the running job (virDomainAbortJobFlags).</summary>
    void AbortJob(bool postCopy = false);

    /// <summary>The running job in fixed fields (virDomainGetJobInfo).</summary>
    DomainJobInfo GetJobInfo();

    /// <summary>The running or the last completed job with all fields (virDomainGetJobStats).</summary>
    /// <remarks>
    /// Sizes are 0 until QEMU begins to send. After a migration that undefined the source the completed job is found on
    /// the destination (operation 4), while it is running there, and in <see cref="JobCompletedEvent"/>.
    /// </remarks>
    /// <param name="completed">The last completed job instead of the running one.</param>
    /// <param name="keep">Leave a completed job's statistics for the next reader.</param>
    DomainJobStatistics GetJobStatistics(bool completed = false, bool keep = true);

    /// <summary>Pauses the guest's virtual processors.</summary>
    void Suspend();

    /// <summary>Lets a paused guest run on.</summary>
    void Resume();

    /// <summary>Starts a defined guest.</summary>
    void Create(bool paused = false);

    /// <summary>Ends the guest at once, as if power were cut.</summary>
    void Destroy();

    /// <summary>Removes the persistent definition; a running guest runs on as transient.</summary>
    void Undefine();
}
