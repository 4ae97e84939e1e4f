namespace ShadowMig.Native.Tests.Api;

/// <summary>Each public enumeration has libvirt's values, under .NET's names.</summary>
public sealed class EnumTests
{
    private static readonly Dictionary<Enum, string> Named = new()
    {
        [DomainState.None] = "VIR_DOMAIN_NOSTATE",
        [DomainState.Running] = "VIR_DOMAIN_RUNNING",
        [DomainState.Blocked] = "VIR_DOMAIN_BLOCKED",
        [DomainState.Paused] = "VIR_DOMAIN_PAUSED",
        [DomainState.ShuttingDown] = "VIR_DOMAIN_SHUTDOWN",
        [DomainState.ShutOff] = "VIR_DOMAIN_SHUTOFF",
        [DomainState.Crashed] = "VIR_DOMAIN_CRASHED",
        [DomainState.PowerManagementSuspended] = "VIR_DOMAIN_PMSUSPENDED",

        [DomainLifecycle.Defined] = "VIR_DOMAIN_EVENT_DEFINED",
        [DomainLifecycle.Undefined] = "VIR_DOMAIN_EVENT_UNDEFINED",
        [DomainLifecycle.Started] = "VIR_DOMAIN_EVENT_STARTED",
        [DomainLifecycle.Suspended] = "VIR_DOMAIN_EVENT_SUSPENDED",
        [DomainLifecycle.Resumed] = "VIR_DOMAIN_EVENT_RESUMED",
        [DomainLifecycle.Stopped] = "VIR_DOMAIN_EVENT_STOPPED",
        [DomainLifecycle.Shutdown] = "VIR_DOMAIN_EVENT_SHUTDOWN",
        [DomainLifecycle.PowerManagementSuspended] = "VIR_DOMAIN_EVENT_PMSUSPENDED",
        [DomainLifecycle.Crashed] = "VIR_DOMAIN_EVENT_CRASHED",

        [DomainJobType.None] = "VIR_DOMAIN_JOB_NONE",
        [DomainJobType.Bounded] = "VIR_DOMAIN_JOB_BOUNDED",
        [DomainJobType.Unbounded] = "VIR_DOMAIN_JOB_UNBOUNDED",
        [DomainJobType.Completed] = "VIR_DOMAIN_JOB_COMPLETED",
        [DomainJobType.Failed] = "VIR_DOMAIN_JOB_FAILED",
        [DomainJobType.Cancelled] = "VIR_DOMAIN_JOB_CANCELLED",

        [DomainFilter.Active] = "VIR_CONNECT_LIST_DOMAINS_ACTIVE",
        [DomainFilter.Inactive] = "VIR_CONNECT_LIST_DOMAINS_INACTIVE",
        [DomainFilter.Persistent] = "VIR_CONNECT_LIST_DOMAINS_PERSISTENT",
        [DomainFilter.Transient] = "VIR_CONNECT_LIST_DOMAINS_TRANSIENT",
        [DomainFilter.Running] = "VIR_CONNECT_LIST_DOMAINS_RUNNING",
        [DomainFilter.Paused] = "VIR_CONNECT_LIST_DOMAINS_PAUSED",

        [DomainXmlFlags.Secure] = "VIR_DOMAIN_XML_SECURE",
        [DomainXmlFlags.Inactive] = "VIR_DOMAIN_XML_INACTIVE",
        [DomainXmlFlags.UpdateCpu] = "VIR_DOMAIN_XML_UPDATE_CPU",
        [DomainXmlFlags.Migratable] = "VIR_DOMAIN_XML_MIGRATABLE",

        [DomainStatisticsGroups.State] = "VIR_DOMAIN_STATS_STATE",
        [DomainStatisticsGroups.Cpu] = "VIR_DOMAIN_STATS_CPU_TOTAL",
        [DomainStatisticsGroups.Balloon] = "VIR_DOMAIN_STATS_BALLOON",
        [DomainStatisticsGroups.Vcpu] = "VIR_DOMAIN_STATS_VCPU",
        [DomainStatisticsGroups.Interface] = "VIR_DOMAIN_STATS_INTERFACE",
        [DomainStatisticsGroups.Block] = "VIR_DOMAIN_STATS_BLOCK",
        [DomainStatisticsGroups.Perf] = "VIR_DOMAIN_STATS_PERF",
        [DomainStatisticsGroups.IoThread] = "VIR_DOMAIN_STATS_IOTHREAD",
        [DomainStatisticsGroups.Memory] = "VIR_DOMAIN_STATS_MEMORY",
        [DomainStatisticsGroups.DirtyRate] = "VIR_DOMAIN_STATS_DIRTYRATE",
        [DomainStatisticsGroups.Vm] = "VIR_DOMAIN_STATS_VM",

        [DirtyRateMode.PageSampling] = "VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING",
        [DirtyRateMode.DirtyBitmap] = "VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP",
        [DirtyRateMode.DirtyRing] = "VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING",
        [DirtyRateStatus.Unstarted] = "VIR_DOMAIN_DIRTYRATE_UNSTARTED",
        [DirtyRateStatus.Measuring] = "VIR_DOMAIN_DIRTYRATE_MEASURING",
        [DirtyRateStatus.Measured] = "VIR_DOMAIN_DIRTYRATE_MEASURED",

        [CpuComparison.Error] = "VIR_CPU_COMPARE_ERROR",
        [CpuComparison.Incompatible] = "VIR_CPU_COMPARE_INCOMPATIBLE",
        [CpuComparison.Identical] = "VIR_CPU_COMPARE_IDENTICAL",
        [CpuComparison.Superset] = "VIR_CPU_COMPARE_SUPERSET",

        [MigrationFlags.Live] = "VIR_MIGRATE_LIVE",
        [MigrationFlags.PeerToPeer] = "VIR_MIGRATE_PEER2PEER",
        [MigrationFlags.Tunnelled] = "VIR_MIGRATE_TUNNELLED",
        [MigrationFlags.PersistDestination] = "VIR_MIGRATE_PERSIST_DEST",
        [MigrationFlags.UndefineSource] = "VIR_MIGRATE_UNDEFINE_SOURCE",
        [MigrationFlags.Paused] = "VIR_MIGRATE_PAUSED",
        [MigrationFlags.NonSharedDisk] = "VIR_MIGRATE_NON_SHARED_DISK",
        [MigrationFlags.NonSharedIncremental] = "VIR_MIGRATE_NON_SHARED_INC",
        [MigrationFlags.ChangeProtection] = "VIR_MIGRATE_CHANGE_PROTECTION",
        [MigrationFlags.Unsafe] = "VIR_MIGRATE_UNSAFE",
        [MigrationFlags.Offline] = "VIR_MIGRATE_OFFLINE",
        [MigrationFlags.Compressed] = "VIR_MIGRATE_COMPRESSED",
        [MigrationFlags.AbortOnError] = "VIR_MIGRATE_ABORT_ON_ERROR",
        [MigrationFlags.AutoConverge] = "VIR_MIGRATE_AUTO_CONVERGE",
        [MigrationFlags.RdmaPinAll] = "VIR_MIGRATE_RDMA_PIN_ALL",
        [MigrationFlags.PostCopy] = "VIR_MIGRATE_POSTCOPY",
        [MigrationFlags.Tls] = "VIR_MIGRATE_TLS",
        [MigrationFlags.Parallel] = "VIR_MIGRATE_PARALLEL",
        [MigrationFlags.NonSharedSynchronousWrites] = "VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES",
        [MigrationFlags.PostCopyResume] = "VIR_MIGRATE_POSTCOPY_RESUME",
        [MigrationFlags.ZeroCopy] = "VIR_MIGRATE_ZEROCOPY",

        [LibvirtErrorLevel.None] = "VIR_ERR_NONE",
        [LibvirtErrorLevel.Warning] = "VIR_ERR_WARNING",
        [LibvirtErrorLevel.Error] = "VIR_ERR_ERROR",

        [LibvirtErrorCode.Ok] = "VIR_ERR_OK",
        [LibvirtErrorCode.InternalError] = "VIR_ERR_INTERNAL_ERROR",
        [LibvirtErrorCode.NoMemory] = "VIR_ERR_NO_MEMORY",
        [LibvirtErrorCode.NoSupport] = "VIR_ERR_NO_SUPPORT",
        [LibvirtErrorCode.UnknownHost] = "VIR_ERR_UNKNOWN_HOST",
        [LibvirtErrorCode.NoConnection] = "VIR_ERR_NO_CONNECT",
        [LibvirtErrorCode.InvalidConnection] = "VIR_ERR_INVALID_CONN",
        [LibvirtErrorCode.InvalidArgument] = "VIR_ERR_INVALID_ARG",
        [LibvirtErrorCode.OperationFailed] = "VIR_ERR_OPERATION_FAILED",
        [LibvirtErrorCode.XmlError] = "VIR_ERR_XML_ERROR",
        [LibvirtErrorCode.DomainExists] = "VIR_ERR_DOM_EXIST",
        [LibvirtErrorCode.OperationDenied] = "VIR_ERR_OPERATION_DENIED",
        [LibvirtErrorCode.SystemError] = "VIR_ERR_SYSTEM_ERROR",
        [LibvirtErrorCode.RpcError] = "VIR_ERR_RPC",
        [LibvirtErrorCode.NoDomain] = "VIR_ERR_NO_DOMAIN",
        [LibvirtErrorCode.NoNetwork] = "VIR_ERR_NO_NETWORK",
        [LibvirtErrorCode.AuthenticationFailed] = "VIR_ERR_AUTH_FAILED",
        [LibvirtErrorCode.NoStoragePool] = "VIR_ERR_NO_STORAGE_POOL",
        [LibvirtErrorCode.NoStorageVolume] = "VIR_ERR_NO_STORAGE_VOL",
        [LibvirtErrorCode.NoInterface] = "VIR_ERR_NO_INTERFACE",
        [LibvirtErrorCode.OperationInvalid] = "VIR_ERR_OPERATION_INVALID",
        [LibvirtErrorCode.ConfigUnsupported] = "VIR_ERR_CONFIG_UNSUPPORTED",
        [LibvirtErrorCode.OperationTimeout] = "VIR_ERR_OPERATION_TIMEOUT",
        [LibvirtErrorCode.MigratePersistFailed] = "VIR_ERR_MIGRATE_PERSIST_FAILED",
        [LibvirtErrorCode.ArgumentUnsupported] = "VIR_ERR_ARGUMENT_UNSUPPORTED",
        [LibvirtErrorCode.OperationAborted] = "VIR_ERR_OPERATION_ABORTED",
        [LibvirtErrorCode.AuthenticationCancelled] = "VIR_ERR_AUTH_CANCELLED",
        [LibvirtErrorCode.MigrateUnsafe] = "VIR_ERR_MIGRATE_UNSAFE",
        [LibvirtErrorCode.OperationUnsupported] = "VIR_ERR_OPERATION_UNSUPPORTED",
        [LibvirtErrorCode.AgentUnresponsive] = "VIR_ERR_AGENT_UNRESPONSIVE",
        [LibvirtErrorCode.ResourceBusy] = "VIR_ERR_RESOURCE_BUSY",
        [LibvirtErrorCode.AccessDenied] = "VIR_ERR_ACCESS_DENIED",
        [LibvirtErrorCode.CpuIncompatible] = "VIR_ERR_CPU_INCOMPATIBLE",
        [LibvirtErrorCode.AuthenticationUnavailable] = "VIR_ERR_AUTH_UNAVAILABLE",
    };

    /// <summary>Members that mean "no flag", and the events, whose numbers are this binding's own.</summary>
    private static readonly HashSet<Enum> Ours =
    [
        DomainFilter.All, DomainXmlFlags.None, DomainStatisticsGroups.All, MigrationFlags.None,
        .. Enum.GetValues<LibvirtEventKinds>().Cast<Enum>(),
    ];

    private static IEnumerable<TestCaseData> Members => Named.Select(member => new TestCaseData(member.Key, member.Value));

    [TestCaseSource(nameof(Members))]
    public void Member_Public_HasTheValueOfTheApiDescription(Enum member, string name) =>
        Assert.That(Convert.ToInt64(member), Is.EqualTo(LibvirtApi.Load().Constant(name)));

    [Test]
    public void Enumerations_Public_AreHeldAgainstTheApiDescriptionCompletely()
    {
        IEnumerable<Enum> all = typeof(LibvirtConnector).Assembly.GetExportedTypes()
            .Where(type => type.IsEnum)
            .SelectMany(type => Enum.GetValues(type).Cast<Enum>());

        Assert.That(all.Except(Named.Keys).Except(Ours), Is.Empty);
    }
}
