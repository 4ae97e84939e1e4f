using System.Collections.Concurrent;
using Moq;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

/// <summary>
/// A libvirt daemon with guests, some of which hang: the first call that comes to a hung guest stays with it and holds its
/// job lock, later calls skip it, as libvirt does with NOWAIT.
/// </summary>
internal sealed class ScriptedNode : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly ConcurrentDictionary<Guid, bool> _locked = [];
    private int _hungCalls;
    private int _perGuestCalls;
    private int _opened;
    private int _closed;
    private int _descriptions;

    public Mock<ILibvirtConnector> Connector { get; } = new();

    public Dictionary<Guid, string> Guests { get; } = [];

    public HashSet<Guid> Hung { get; } = [];

    /// <summary>Guests that a job runs on.</summary>
    public HashSet<Guid> Busy { get; } = [];

    /// <summary>Called with each guest whose job is asked after, before the answer.</summary>
    public Action<Guid>? OnJobAsked { get; set; }

    /// <summary>Processor time that each guest used and waited for, since its start.</summary>
    public Dictionary<Guid, (TimeSpan Used, TimeSpan Waited)> Times { get; } = [];

    /// <summary>How often a guest's description was read.</summary>
    public int Descriptions => Volatile.Read(ref _descriptions);

    /// <summary>Thrown by bulk calls and by opening, when set.</summary>
    public LibvirtException? Broken { get; set; }

    /// <summary>Every bulk call hangs, whatever the guests do.</summary>
    public bool BulkHangs { get; set; }

    /// <summary>The node's memory; a MiB is resident in each guest.</summary>
    public NodeMemory Memory { get; set; } = new(1 << 30, 1 << 29, 0, 0);

    /// <summary>The daemon waits for DNS, and tells its host name to nobody.</summary>
    public bool HostNameHangs { get; set; }

    /// <summary>Thrown by what is asked of the node itself, when set.</summary>
    public LibvirtException? NodeBroken { get; set; }

    public int HungCalls => Volatile.Read(ref _hungCalls);

    public int PerGuestCalls => Volatile.Read(ref _perGuestCalls);

    public int Opened => Volatile.Read(ref _opened);

    public int Closed => Volatile.Read(ref _closed);

    public ScriptedNode(params string[] guests)
    {
        foreach (string guest in guests)
            Guests[Guid.NewGuid()] = guest;
        Connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>())).Returns(Open);
    }

    public Guid Uuid(string guest) => Guests.Single(g => g.Value == guest).Key;

    /// <summary>Lets all hung calls come back.</summary>
    public void Dispose() => _released.Set();

    private ILibvirtConnection Open()
    {
        Interlocked.Increment(ref _opened);
        if (Broken is { } broken)
            throw broken;
        Mock<ILibvirtConnection> connection = new();
        connection.Setup(c => c.GetAllDomainStatistics(It.IsAny<DomainStatisticsGroups>(), DomainFilter.Active, true)).Returns(Bulk);
        connection.Setup(c => c.ListDomains(DomainFilter.Active)).Returns(() => [.. Guests.Keys.Select(Domain)]);
        connection.Setup(c => c.FindDomainByUuid(It.IsAny<Guid>())).Returns((Guid uuid) => Guests.ContainsKey(uuid) ? Domain(uuid) : null);
        connection.Setup(c => c.GetHostName()).Returns(HostName);
        connection.Setup(c => c.GetVersions()).Returns(new LibvirtVersions(new(9, 0), new(9, 0), "QEMU", new(7, 2)));
        connection.Setup(c => c.GetCapabilities()).Returns("<capabilities><host><uuid>6d1d1e9c-0000-4000-8000-000000000002</uuid></host></capabilities>");
        connection.Setup(c => c.GetNodeInfo()).Returns(() => NodeBroken is null ? new NodeInfo("x86_64", 1 << 30, 2, 0, 1, 1, 2, 1) : throw NodeBroken);
        connection.Setup(c => c.GetNodeCpuTimes()).Returns(new NodeCpuTimes(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, null, null));
        connection.Setup(c => c.GetNodeMemory()).Returns(() => Memory);
        connection.Setup(c => c.Dispose()).Callback(() => Interlocked.Increment(ref _closed));
        return connection.Object;
    }

    private string HostName()
    {
        if (HostNameHangs)
            Hang();
        return "node";
    }

    private DomainStatistics[] Bulk()
    {
        if (Broken is { } broken)
            throw broken;
        if (BulkHangs)
            Hang();
        return [.. Guests.Keys.Select(Read)];
    }

    private ILibvirtDomain Domain(Guid uuid)
    {
        Mock<ILibvirtDomain> domain = new();
        domain.Setup(d => d.Name).Returns(Guests[uuid]);
        domain.Setup(d => d.Uuid).Returns(uuid);
        domain.Setup(d => d.GetXml(It.IsAny<DomainXmlFlags>())).Returns(() => Describe(uuid));
        domain.Setup(d => d.GetJobInfo()).Callback(() => OnJobAsked?.Invoke(uuid)).Returns(() => new(Busy.Contains(uuid) ? DomainJobType.Unbounded : DomainJobType.None, default, default, 0, 0, 0, 0, 0, 0));
        domain.Setup(d => d.GetStatistics(It.IsAny<DomainStatisticsGroups>(), true)).Returns(() =>
        {
            DomainStatistics statistics = Read(uuid);
            Interlocked.Increment(ref _perGuestCalls);
            return statistics;
        });
        return domain.Object;
    }

    private DomainStatistics Read(Guid uuid)
    {
        DomainStatistics reduced = new() { Name = Guests[uuid], Uuid = uuid, State = new(DomainState.Running, 1) };
        if (!Hung.Contains(uuid))
        {
            (TimeSpan used, TimeSpan waited) = Times.GetValueOrDefault(uuid);
            return reduced with { Memory = new() { ResidentBytes = 1 << 20 }, CpuTime = used, Vcpus = [new(0, 1, used, waited, null)] };
        }

        if (_locked.TryAdd(uuid, true))
            Hang();
        return reduced;
    }

    private string Describe(Guid uuid)
    {
        Interlocked.Increment(ref _descriptions);
        return $"<domain type='kvm'><name>{Guests[uuid]}</name><uuid>{uuid}</uuid><memory unit='MiB'>1024</memory><vcpu>1</vcpu></domain>";
    }

    /// <summary>Stays with a call until the end of the test.</summary>
    public void Hang()
    {
        Interlocked.Increment(ref _hungCalls);
        _released.Wait();
    }
}
