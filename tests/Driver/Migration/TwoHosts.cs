using System.Collections.Concurrent;
using Moq;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

/// <summary>Two libvirt hosts and one guest, scripted; all calls are written down in order.</summary>
internal sealed class TwoHosts
{
    public const string SourceUri = "qemu+tcp://source/system";
    public const string DestinationUri = "qemu+tcp://destination/system";

    public static readonly Guid SourceHost = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid DestinationHost = new("22222222-2222-2222-2222-222222222222");

    public static readonly DomainStateReading Running = new(DomainState.Running, 1);
    public static readonly DomainStateReading PausedByUser = new(DomainState.Paused, 1);
    public static readonly DomainStateReading PausedForMigration = new(DomainState.Paused, 2);
    public static readonly DomainStateReading PausedForPostCopy = new(DomainState.Paused, 12);
    public static readonly DomainStateReading InShutdown = new(DomainState.ShuttingDown, 1);
    public static readonly DomainStateReading ShutOff = new(DomainState.ShutOff, 5);

    private readonly Host _source;
    private readonly Host _destination;

    public TwoHosts()
    {
        _source = new(this, "source");
        _destination = new(this, "destination") { State = null };
        Connector = new();
        int opened = 0;
        Connector.Setup(c => c.Open(SourceUri, false)).Returns(() =>
        {
            OnOpened(++opened);
            return _source.Open();
        });
        Connector.Setup(c => c.Open(DestinationUri, false)).Returns(() => _destination.Open());
    }

    public Mock<ILibvirtConnector> Connector { get; }

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>State of the guest there; null when it is absent.</summary>
    public DomainStateReading? SourceState { get => _source.State; set => _source.State = value; }

    public DomainStateReading? DestinationState { get => _destination.State; set => _destination.State = value; }

    public bool SourceReachable { get => _source.Reachable; set => _source.Reachable = value; }

    public bool DestinationReachable { get => _destination.Reachable; set => _destination.Reachable = value; }

    public ulong DestinationFreeBytes { get; set; } = 8UL << 30;

    public ulong DestinationCachedBytes { get; set; }

    /// <summary>Resident memory of the guests that run on the target.</summary>
    public ulong DestinationResidentBytes { get; set; }

    public TimeSpan MaxDowntime { get; set; } = TimeSpan.FromMilliseconds(777);

    public ulong MaxSpeed { get; set; } = 8_796_093_022_207;

    /// <summary>Runs when bandwidth or cache is changed.</summary>
    public Action OnSteered { get; set; } = static () => { };

    public bool Persistent { get; set; }

    public bool Autostart { get; set; }

    public DomainJobType Job { get; set; }

    public DomainJobStatistics JobStatistics { get; set; } = new() { Type = DomainJobType.Unbounded, Iteration = 1, MemoryProcessedBytes = 1 << 20, MemoryTotalBytes = 256 << 20 };

    public MigrationRequest? Request { get; private set; }

    public Action OnMigrate { get; set; } = static () => { };

    public Action OnAbort { get; set; } = static () => { };

    public Action OnPostCopy { get; set; } = static () => { };

    /// <summary>Runs when the source is opened, given how often it was.</summary>
    public Action<int> OnOpened { get; set; } = static _ => { };

    /// <summary>Runs when the source is opened after the migration call was made.</summary>
    public Action OnAsked { get; set; } = static () => { };

    public static LibvirtException Error(LibvirtErrorCode code, string message) => new(code, 10, LibvirtErrorLevel.Error, message);

    /// <summary>What libvirt does and tells when all goes well.</summary>
    public void Complete()
    {
        RaiseAtSource(new LifecycleEvent(TimeProvider.System.GetUtcNow(), "web", MigrationTestData.Guest, DomainLifecycle.Suspended, 1));
        SourceState = null;
        DestinationState = Running;
        RaiseAtDestination(new LifecycleEvent(TimeProvider.System.GetUtcNow(), "web", MigrationTestData.Guest, DomainLifecycle.Resumed, 1));
        RaiseAtSource(new JobCompletedEvent(TimeProvider.System.GetUtcNow(), "web", MigrationTestData.Guest, new()
        {
            Type = DomainJobType.Completed,
            Elapsed = TimeSpan.FromSeconds(4),
            Downtime = TimeSpan.FromMilliseconds(40),
            DataProcessedBytes = 4_000_000,
            Iteration = 3,
        }));
    }

    public void RaiseAtSource(LibvirtEvent happened) => _source.Raise(happened);

    public void RaiseAtDestination(LibvirtEvent happened) => _destination.Raise(happened);

    private sealed class Host(TwoHosts hosts, string name)
    {
        private readonly ConcurrentBag<Action<LibvirtEvent>> _handlers = [];

        public DomainStateReading? State { get; set; } = Running;

        public bool Reachable { get; set; } = true;

        public ILibvirtConnection Open()
        {
            if (name == "source" && hosts.Request is not null)
                hosts.OnAsked();
            if (!Reachable)
                throw Error(LibvirtErrorCode.SystemError, "unable to connect to server");
            var connection = new Mock<ILibvirtConnection>();
            connection.Setup(c => c.IsAlive).Returns(() => Reachable);
            connection.Setup(c => c.GetCapabilities()).Returns($"<capabilities><host><uuid>{Uuid()}</uuid></host></capabilities>");
            connection.Setup(c => c.GetNodeMemory()).Returns(() => new(hosts.DestinationFreeBytes + hosts.DestinationCachedBytes, hosts.DestinationFreeBytes, 0, hosts.DestinationCachedBytes));
            connection.Setup(c => c.GetAllDomainStatistics(DomainStatisticsGroups.Balloon, DomainFilter.Active, true))
                .Returns(() => [new() { Name = "other", Uuid = Guid.Empty, Memory = new() { ResidentBytes = hosts.DestinationResidentBytes } }]);
            connection.Setup(c => c.FindDomainByUuid(MigrationTestData.Guest)).Returns(() => State is null ? null : Domain());
            connection.Setup(c => c.Subscribe(It.IsAny<LibvirtEventKinds>(), It.IsAny<ILibvirtDomain?>(), It.IsAny<Action<LibvirtEvent>>()))
                .Returns((LibvirtEventKinds _, ILibvirtDomain? _, Action<LibvirtEvent> handler) =>
                {
                    _handlers.Add(handler);
                    return Mock.Of<IDisposable>();
                });
            return connection.Object;
        }

        public void Raise(LibvirtEvent happened)
        {
            foreach (Action<LibvirtEvent> handler in _handlers)
                handler(happened);
        }

        private Guid Uuid() => name == "source" ? SourceHost : DestinationHost;

        private ILibvirtDomain Domain()
        {
            var domain = new Mock<ILibvirtDomain>();
            domain.Setup(d => d.Name).Returns("web");
            domain.Setup(d => d.Uuid).Returns(MigrationTestData.Guest);
            domain.Setup(d => d.GetState()).Returns(() => State ?? throw Error(LibvirtErrorCode.NoDomain, "Domain not found"));
            domain.Setup(d => d.IsPersistent).Returns(() => hosts.Persistent);
            domain.Setup(d => d.IsActive).Returns(() => State is { State: not DomainState.ShutOff });
            domain.SetupGet(d => d.Autostart).Returns(() => hosts.Autostart);
            domain.SetupSet(d => d.Autostart = true).Callback(() => hosts.Calls.Enqueue($"{name}: autostart"));
            domain.Setup(d => d.GetXml(It.IsAny<DomainXmlFlags>())).Returns(
                $"<domain type='kvm'><name>web</name><uuid>{MigrationTestData.Guest}</uuid><memory unit='MiB'>256</memory></domain>");
            domain.Setup(d => d.GetJobInfo()).Returns(() => new(
                name == "source" ? hosts.Job : DomainJobType.None, default, default, 0, 0, 0, 0, 0, 0));
            domain.Setup(d => d.GetJobStatistics(false, It.IsAny<bool>())).Returns(() => hosts.JobStatistics);
            domain.Setup(d => d.GetJobStatistics(true, It.IsAny<bool>())).Returns(new DomainJobStatistics { Type = DomainJobType.None });
            domain.Setup(d => d.SetMigrationMaxDowntime(It.IsAny<TimeSpan>())).Callback((TimeSpan limit) =>
            {
                hosts.MaxDowntime = limit;
                hosts.Calls.Enqueue("max-downtime");
            });
            domain.Setup(d => d.GetMigrationMaxDowntime()).Returns(() => hosts.MaxDowntime);
            domain.Setup(d => d.GetMigrationMaxSpeed(false)).Returns(() => hosts.MaxSpeed);
            domain.Setup(d => d.SetMigrationMaxSpeed(It.IsAny<ulong>(), false)).Callback((ulong speed, bool _) =>
                Act($"max-speed {speed}", () =>
                {
                    hosts.MaxSpeed = speed;
                    hosts.OnSteered();
                }));
            domain.Setup(d => d.SetCompressionCacheBytes(It.IsAny<ulong>())).Callback((ulong size) => Act($"cache {size}", () => hosts.OnSteered()));
            domain.Setup(d => d.Migrate(DestinationUri, It.IsAny<MigrationRequest>())).Callback((string _, MigrationRequest request) =>
            {
                hosts.Request = request;
                hosts.Calls.Enqueue("migrate");
                hosts.OnMigrate();
            });
            domain.Setup(d => d.AbortJob(It.IsAny<bool>())).Callback(() => Act("abort", () => hosts.OnAbort()));
            domain.Setup(d => d.StartPostCopy()).Callback(() => Act("post-copy", () => hosts.OnPostCopy()));
            domain.Setup(d => d.Destroy()).Callback(() => Act("destroy", () => State = hosts.Persistent ? ShutOff : null));
            domain.Setup(d => d.Undefine()).Callback(() => Act("undefine", () => State = null));
            domain.Setup(d => d.Suspend()).Callback(() => Act("suspend", () => State = PausedByUser));
            domain.Setup(d => d.Resume()).Callback(() => Act("resume", () => State = Running));
            return domain.Object;
        }

        private void Act(string call, Action effect)
        {
            hosts.Calls.Enqueue($"{name}: {call}");
            effect();
        }
    }
}
