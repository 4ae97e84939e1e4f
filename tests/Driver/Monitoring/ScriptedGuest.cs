using Moq;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

/// <summary>A guest whose dirty-rate results follow a script; all its calls answer at once.</summary>
internal sealed class ScriptedGuest
{
    private DirtyRateReading? _reading;
    private long _calculations = 100;

    public ScriptedGuest(string type = "kvm", bool dirtyRing = false)
    {
        string ring = dirtyRing ? "<features><kvm><dirty-ring state='on' size='4096'/></kvm></features>" : "";
        Domain.Setup(d => d.GetXml(It.IsAny<DomainXmlFlags>())).Returns(() =>
            $"<domain type='{type}'><name>g</name><uuid>{Uuid}</uuid><memory unit='MiB'>1024</memory><vcpu>2</vcpu>"
            + $"<os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>{ring}</domain>");
        Domain.Setup(d => d.GetInfo()).Returns(() => new DomainInfo(State, 1UL << 30, 1UL << 30, 2, TimeSpan.Zero));
        Domain.Setup(d => d.GetJobInfo()).Returns(() => Job(JobType()));
        Domain.Setup(d => d.GetStatistics(It.IsAny<DomainStatisticsGroups>(), It.IsAny<bool>())).Returns(() => Statistics());
        Domain.Setup(d => d.StartDirtyRateCalculation(It.IsAny<TimeSpan>(), It.IsAny<DirtyRateMode>()))
            .Callback((TimeSpan period, DirtyRateMode mode) => Start(period, mode));
        Connection.Setup(c => c.GetVersions()).Returns(() => new LibvirtVersions(Libvirt, Libvirt, "QEMU", null));
    }

    public static Guid Uuid { get; } = Guid.Parse("11111111-2222-3333-4444-555555555555");

    public Mock<ILibvirtDomain> Domain { get; } = new();

    public Mock<ILibvirtConnection> Connection { get; } = new();

    public VirtualTime Time { get; } = new();

    public DomainState State { get; set; } = DomainState.Running;

    public Version Libvirt { get; set; } = new(9, 0, 0);

    public Func<DomainJobType> JobType { get; set; } = () => DomainJobType.None;

    /// <summary>Distinct MiB written within a period.</summary>
    public Func<TimeSpan, double> Written { get; set; } = _ => 0;

    public List<(TimeSpan Period, DirtyRateMode Mode)> Started { get; } = [];

    public Dictionary<int, ulong> VcpuRates { get; } = [];

    /// <summary>Bytes received so far; a function of time so that rates can be told.</summary>
    public Func<TimeSpan, ulong> Received { get; set; } = _ => 0;

    /// <summary>Thrown by the start of a calculation in these modes.</summary>
    public HashSet<DirtyRateMode> Refused { get; } = [];

    /// <summary>So many starts come a moment too late: somebody else began first.</summary>
    public int Outrun { get; set; }

    public ObservationOptions Options { get; init; } = new() { CallBound = VirtualTime.Never };

    private static DomainJobInfo Job(DomainJobType type) => new(type, default, default, 0, 0, 0, 0, 0, 0);

    private DomainStatistics Statistics() => new()
    {
        Name = "g",
        Uuid = Uuid,
        Memory = new() { ResidentBytes = 600UL << 20 },
        Interfaces = [new("vnet0", Received(Time.Elapsed), 0)],
        DirtyRate = _reading,
    };

    private void Start(TimeSpan period, DirtyRateMode mode)
    {
        if (Outrun-- > 0)
            throw new LibvirtException(LibvirtErrorCode.InternalError, 10, LibvirtErrorLevel.Error, "unable to execute QEMU command 'calc-dirty-rate': the dirty rate is already being measured.");
        if (Refused.Contains(mode))
            throw new LibvirtException(LibvirtErrorCode.OperationFailed, 10, LibvirtErrorLevel.Error, $"mode {mode} refused");
        Started.Add((period, mode));
        _reading = new()
        {
            Status = DirtyRateStatus.Measured,
            StartTime = _calculations += 10,
            Period = period,
            Mode = mode,
            MebibytesPerSecond = (ulong)(Written(period) / period.TotalSeconds),
            VcpuMebibytesPerSecond = VcpuRates,
        };
    }
}
