using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Orchestration;

[TestFixture]
public sealed class PreflightTests
{
    private ScriptedPair _pair = null!;
    private TimeSpan _bound;

    [SetUp]
    public void SetUp() => (_pair, _bound) = (new(), TimeSpan.FromSeconds(30));

    [Test]
    public async Task CheckAsync_EverythingFits_PassesAndTellsOfBothEnds()
    {
        PreflightReport report = await CheckAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Passed, Is.True, () => string.Join('\n', report.Checks));
            Assert.That(report.Checks.Select(c => c.Outcome), Has.All.EqualTo(CheckOutcome.Passed), () => string.Join('\n', report.Checks));
            Assert.That(report.Domain, Is.EqualTo(new DomainIdentity("web", ScriptedPair.Guest)));
            Assert.That((report.Source!.HostName, report.Destination!.HostName), Is.EqualTo(("a", "b")));
            Assert.That(report.SourceAvailableMemory, Is.EqualTo(ByteCount.FromMebibytes(4096)));
        });
    }

    [Test]
    public async Task CheckAsync_Names_AreStable() => Assert.That((await CheckAsync()).Checks.Select(c => c.Name), Is.EqualTo(new[]
    {
        "source-answers", "domain-exists", "guest-lock", "domain-active", "domain-idle", "metadata", "certificates", "control-link", "destination-answers",
        "different-host", "destination-free", "virtualization-type", "machine-type", "cpu", "disks", "storage", "networks", "devices", "destination-memory", "numa",
        "security-model", "affinity", "migration-address", "link-rate", "versions",
    }));

    [Test]
    public async Task CheckAsync_ByUuid_FindsTheGuest() =>
        Assert.That((await CheckAsync(ScriptedPair.Guest.ToString())).Passed, Is.True);

    [Test]
    public async Task CheckAsync_UnknownDomain_IsRefused() => Refused(await CheckAsync("nobody"), ReasonCodes.UnknownDomain);

    [Test]
    public async Task CheckAsync_InactiveDomain_IsRefused()
    {
        _pair.State = DomainState.ShutOff;
        Refused(await CheckAsync(), ReasonCodes.DomainInactive);
    }

    [Test]
    public async Task CheckAsync_PausedDomain_Passes()
    {
        _pair.State = DomainState.Paused;
        Assert.That((await CheckAsync()).Passed, Is.True);
    }

    [Test]
    public async Task CheckAsync_JobRuns_IsRefused()
    {
        _pair.Job = DomainJobType.Unbounded;
        Refused(await CheckAsync(), ReasonCodes.DomainBusy);
    }

    [Test]
    public async Task CheckAsync_GuestIsJustArriving_IsRefused()
    {
        _pair.JobError = ScriptedPair.Error(LibvirtErrorCode.NoSupport, "Operation not supported: migration statistics are available only on the source host");
        Refused(await CheckAsync(), ReasonCodes.DomainBusy);
    }

    [Test]
    public async Task CheckAsync_SourceRefuses_IsRefused()
    {
        _pair.Source.Setup(c => c.GetVersions()).Throws(ScriptedPair.Error(LibvirtErrorCode.RpcError, "broken"));
        Refused(await CheckAsync(), ReasonCodes.SourceUnreachable);
    }

    [Test]
    public async Task CheckAsync_DestinationRefuses_IsRefusedAndItsOtherChecksAreSkipped()
    {
        _pair.Connector.Setup(c => c.Open(ScriptedPair.DestinationUri, false)).Throws(ScriptedPair.Error(LibvirtErrorCode.SystemError, "No route to host"));
        PreflightReport report = await CheckAsync();
        Refused(report, ReasonCodes.DestinationUnreachable);
        Assert.That(report.Checks.Count(c => c.Outcome == CheckOutcome.Skipped), Is.EqualTo(13));
    }

    [Test]
    public async Task CheckAsync_DestinationSwallowsPackets_IsRefusedWithinTheBound()
    {
        _bound = TimeSpan.FromSeconds(1);
        using var never = new ManualResetEventSlim();
        _pair.Connector.Setup(c => c.Open(ScriptedPair.DestinationUri, false)).Callback(never.Wait).Returns(_pair.Destination.Object);
        Refused(await CheckAsync(), ReasonCodes.DestinationUnreachable);
        never.Set();
    }

    [Test]
    public async Task CheckAsync_DestinationHangsHalfway_IsAskedOnlyOnce()
    {
        _bound = TimeSpan.FromSeconds(1);
        using var never = new ManualResetEventSlim();
        _pair.Destination.Setup(c => c.FindDomainByUuid(It.IsAny<Guid>())).Callback(never.Wait);
        Refused(await CheckAsync(), ReasonCodes.DestinationUnreachable);
        _pair.Destination.Verify(c => c.GetNodeMemory(), Times.Never);
        never.Set();
    }

    [Test]
    public async Task CheckAsync_SameHostUuid_IsRefused()
    {
        _pair.DestinationCapabilities = ScriptedPair.Capabilities(ScriptedPair.SourceHost);
        Refused(await CheckAsync(), ReasonCodes.SameHost);
    }

    [Test]
    public async Task CheckAsync_SameHostName_IsRefused()
    {
        _pair.Destination.Setup(c => c.GetHostName()).Returns("A");
        Refused(await CheckAsync(), ReasonCodes.SameHost);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task CheckAsync_UuidOnTheDestination_IsRefusedActiveOrNot(bool active)
    {
        _pair.Destination.Setup(c => c.FindDomainByUuid(ScriptedPair.Guest)).Returns(Mock.Of<ILibvirtDomain>(d => d.Name == "web" && d.IsActive == active));
        Refused(await CheckAsync(), ReasonCodes.DestinationClash);
    }

    [Test]
    public async Task CheckAsync_NameOnTheDestination_IsRefused()
    {
        _pair.Destination.Setup(c => c.FindDomainByName("web")).Returns(Mock.Of<ILibvirtDomain>(d => d.Uuid == Guid.NewGuid()));
        Refused(await CheckAsync(), ReasonCodes.DestinationClash);
    }

    [Test]
    public async Task CheckAsync_VirtualizationTypeMissing_IsRefused()
    {
        _pair.DestinationCapabilities = ScriptedPair.Capabilities(ScriptedPair.DestinationHost, types: "qemu");
        Refused(await CheckAsync(), ReasonCodes.VirtualizationTypeMissing);
    }

    [Test]
    public async Task CheckAsync_MachineTypeMissing_IsRefused()
    {
        _pair.DestinationCapabilities = ScriptedPair.Capabilities(ScriptedPair.DestinationHost, machine: "pc-i440fx-6.0");
        Refused(await CheckAsync(), ReasonCodes.MachineTypeMissing);
    }

    [Test]
    public async Task CheckAsync_EmulatorMissing_IsRefused()
    {
        _pair.Destination.Setup(c => c.GetDomainCapabilities("/usr/bin/qemu", "x86_64", "pc-i440fx-7.2", "kvm"))
            .Throws(ScriptedPair.Error(LibvirtErrorCode.InvalidArgument, "invalid argument: Cannot check QEMU binary /usr/bin/qemu"));
        Refused(await CheckAsync(), ReasonCodes.CapabilityMissing);
    }

    [Test]
    public async Task CheckAsync_CpuLacksFeatures_IsRefused()
    {
        _pair.Destination.Setup(c => c.CompareHypervisorCpu("/usr/bin/qemu", "x86_64", "pc-i440fx-7.2", "kvm", It.IsAny<string>())).Returns(CpuComparison.Incompatible);
        Refused(await CheckAsync(), ReasonCodes.CpuIncompatible);
    }

    [Test]
    public async Task CheckAsync_HostPassthrough_ComparesTheTwoProcessors()
    {
        _pair.Cpu = "<cpu mode='host-passthrough' migratable='on'/>";
        _pair.Destination.Setup(c => c.CompareCpu(It.Is<string>(x => x.Contains("Skylake")))).Returns(CpuComparison.Incompatible);
        Refused(await CheckAsync(), ReasonCodes.CpuIncompatible);
    }

    [Test]
    public async Task CheckAsync_CpuCannotBeCompared_IsLeftToLibvirt()
    {
        _pair.Destination.Setup(c => c.CompareHypervisorCpu(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>()))
            .Throws(ScriptedPair.Error(LibvirtErrorCode.ConfigUnsupported, "not supported"));
        PreflightReport report = await CheckAsync();
        Assert.That((report.Passed, Outcome(report, "cpu")), Is.EqualTo((true, CheckOutcome.Skipped)));
    }

    [TestCase("<disk type='file' device='disk'><source file='/local/a.qcow2'/><target dev='vda'/></disk>", CheckOutcome.Failed)]
    [TestCase("<disk type='file' device='disk'><driver cache='none'/><source file='/local/a.qcow2'/><target dev='vda'/></disk>", CheckOutcome.Failed)]
    [TestCase("<disk type='file' device='disk'><source file='/shared/a.qcow2'/><target dev='vda'/></disk>", CheckOutcome.Passed)]
    [TestCase("<disk type='file' device='disk'><source file='/local/a.iso'/><target dev='sda'/><readonly/></disk>", CheckOutcome.Passed)]
    [TestCase("<disk type='file' device='cdrom'><target dev='sda'/></disk>", CheckOutcome.Passed)]
    [TestCase("<disk type='block' device='disk'><source dev='/dev/loop0'/><target dev='vda'/></disk>", CheckOutcome.Warned)]
    [TestCase("<disk type='block' device='disk'><source dev='/dev/sdb'/><target dev='vda'/><readonly/></disk>", CheckOutcome.Passed)]
    [TestCase("<disk type='block' device='disk'><source dev='/dev/disk/by-id/wwn-0x600140512345678'/><target dev='vda'/></disk>", CheckOutcome.Passed)]
    [TestCase("<disk type='network' device='disk'><source protocol='rbd' name='p/i'/><target dev='vda'/></disk>", CheckOutcome.Passed)]
    [TestCase("<disk type='nvme' device='disk'><source type='pci' managed='yes' namespace='1'/><target dev='vda'/></disk>", CheckOutcome.Failed)]
    public async Task CheckAsync_Disk_IsJudgedByLibvirtsRules(string disk, CheckOutcome outcome)
    {
        _pair.Devices = disk;
        PreflightReport report = await CheckAsync();
        Assert.That(Outcome(report, "disks"), Is.EqualTo(outcome));
        if (outcome == CheckOutcome.Failed)
            Refused(report, ReasonCodes.UnsafeDisk);
    }

    [Test]
    public async Task CheckAsync_FileDiskOnARemoteSource_IsLeftToLibvirt()
    {
        _pair.Devices = "<disk type='file' device='disk'><source file='/local/a.qcow2'/><target dev='vda'/></disk>";
        _pair.Source.Setup(c => c.Uri).Returns("qemu+tcp://a/system");
        PreflightReport report = await CheckAsync();
        Assert.That((report.Passed, Outcome(report, "disks")), Is.EqualTo((true, CheckOutcome.Warned)));
    }

    [TestCase("/dev/disk/by-id/scsi-3600140512345678abcdef012345678ab", true)]
    [TestCase("/dev/disk/by-id/dm-uuid-mpath-3600140512345678abcdef012345678ab", true)]
    [TestCase("/dev/mapper/3600140512345678abcdef012345678ab", true)]
    [TestCase("/dev/mapper/3600140512345678abcdef012345678ab-part1", true)]
    [TestCase("/dev/mapper/35000c500a1b2c3d4", true)]
    [TestCase("/dev/mapper/eui.0025385b71b00a1c", true)]
    [TestCase("/dev/disk/by-id/dm-name-vg-guest", false)]
    [TestCase("/dev/disk/by-id/../../sdb", false)]
    [TestCase("/dev/disk/by-path/pci-0000:00:1f.2-ata-1", false)]
    [TestCase("/dev/mapper/mpatha", false)]
    [TestCase("/dev/mapper/vg-guest", false)]
    [TestCase("/dev/vg/guest", false)]
    [TestCase("/dev/sdb", false)]
    public void NamesTheDevice_Path_IsItsOwnIdentity(string path, bool expected) =>
        Assert.That(DevicePath.NamesTheDevice(path), Is.EqualTo(expected));

    [Test]
    public async Task CheckAsync_BlockDeviceByANameOfTheNode_IsWarnedAboutAndNoObstacle()
    {
        _pair.Devices = "<disk type='block' device='disk'><source dev='/dev/sdb'/><target dev='vda'/></disk>";
        PreflightReport report = await CheckAsync();
        Assert.That((report.Passed, report.Refusals.Any()), Is.EqualTo((true, false)));
        Assert.That(report.Checks.Single(c => c.Name == "disks").Detail, Does.Contain("block device /dev/sdb for shared").And.Contain("at that path on b,"));
    }

    [Test]
    public async Task CheckAsync_BlockDeviceBesideALocalFile_IsRefusedForTheFile()
    {
        _pair.Devices = "<disk type='block' device='disk'><source dev='/dev/sdb'/><target dev='vda'/></disk>"
            + "<disk type='file' device='disk'><source file='/local/a.qcow2'/><target dev='vdb'/></disk>";
        PreflightReport report = await CheckAsync();
        Refused(report, ReasonCodes.UnsafeDisk);
        Assert.That(report.Refusals.Single().Message, Does.Contain("vdb").And.Not.Contain("vda"));
    }

    [TestCase("<hostdev mode='subsystem' type='pci'/>")]
    [TestCase("<filesystem type='mount'><target dir='x'/></filesystem>")]
    [TestCase("<shmem name='s'/>")]
    public async Task CheckAsync_HostDevice_IsRefused(string device)
    {
        _pair.Devices = device;
        Refused(await CheckAsync(), ReasonCodes.HostDevice);
    }

    [Test]
    public async Task CheckAsync_TooLittleMemory_IsRefused()
    {
        // 256 MiB and at least 64 MiB on top.
        _pair.DestinationMemory = new(1UL << 40, 319UL << 20, 0, 0);
        Refused(await CheckAsync(), ReasonCodes.DestinationMemory);
    }

    [Test]
    public async Task CheckAsync_DestinationsCacheIsMemoryOfItsGuests_IsRefused()
    {
        _pair.DestinationMemory = new(8UL << 30, 100UL << 20, 0, 7UL << 30);
        Assert.That((await CheckAsync()).Passed, Is.True, "page cache can be given up");
        _pair.DestinationGuests = () => [new() { Name = "big", Uuid = Guid.NewGuid(), Memory = new() { ResidentBytes = 7936UL << 20 } }];
        PreflightReport report = await CheckAsync();
        Refused(report, ReasonCodes.DestinationMemory);
        Assert.That(report.Refusals.Single().Message, Does.Contain("256 MiB to give"));
    }

    [Test]
    public async Task CheckAsync_DestinationsGuestsCannotBeRead_CountsItsCache()
    {
        _pair.DestinationMemory = new(8UL << 30, 100UL << 20, 0, 7UL << 30);
        _pair.DestinationGuests = () => throw ScriptedPair.Error(LibvirtErrorCode.NoSupport, "not supported");
        Assert.That(Outcome(await CheckAsync(), "destination-memory"), Is.EqualTo(CheckOutcome.Passed));
    }

    [Test]
    public async Task CheckAsync_AGuestOfTheDestinationHangs_CountsItsCache()
    {
        _bound = TimeSpan.FromSeconds(1);
        using var never = new ManualResetEventSlim();
        _pair.DestinationMemory = new(8UL << 30, 100UL << 20, 0, 7UL << 30);
        _pair.DestinationGuests = () =>
        {
            never.Wait();
            return [];
        };
        PreflightReport report = await CheckAsync();
        never.Set();
        Assert.That(report.Passed, Is.True, () => string.Join('\n', report.Checks));
    }

    [TestCase(127u, false)]
    [TestCase(128u, true)]
    public async Task CheckAsync_HugePages_AreCountedByTheirSize(uint free, bool passed)
    {
        _pair.Backing = "<memoryBacking><hugepages><page size='2048' unit='KiB'/></hugepages></memoryBacking>";
        _pair.Destination.Setup(c => c.GetFreePages(It.Is<IReadOnlyList<int>>(s => s.Single() == 2048), -1, 1)).Returns([new FreePages(-1, 2048, free)]);
        PreflightReport report = await CheckAsync();
        Assert.That(report.Passed, Is.EqualTo(passed));
        if (!passed)
            Refused(report, ReasonCodes.DestinationMemory);
    }

    [Test]
    public async Task CheckAsync_OlderQemuOnTheDestination_IsAWarning()
    {
        _pair.Destination.Setup(c => c.GetVersions()).Returns(new LibvirtVersions(new(9, 0), new(9, 0), "QEMU", new(6, 0)));
        PreflightReport report = await CheckAsync();
        Assert.That((report.Passed, Outcome(report, "versions")), Is.EqualTo((true, CheckOutcome.Warned)));
    }

    private static CheckOutcome Outcome(PreflightReport report, string check) => report.Checks.Single(c => c.Name == check).Outcome;

    private static void Refused(PreflightReport report, string code)
    {
        Assert.That(report.Passed, Is.False);
        Assert.That(report.Refusals.Select(r => r.Code), Is.EqualTo(new[] { code }), () => string.Join('\n', report.Checks));
    }

    [Test]
    public async Task CheckAsync_SomebodyElseMigratesTheGuest_IsRefusedWithWhoItIs()
    {
        _pair.Locks.Standing.Add(new(ScriptedPair.Guest, 7, new(ScriptedPair.Guest, "web", "m9", "node9:42", Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UnixEpoch)));
        PreflightReport report = await CheckAsync();
        Assert.That(report.Refusals.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.GuestLocked }));
        Assert.That(report.Refusals.Single().Message, Does.Contain("node9:42").And.Contain("m9"));
    }

    [Test]
    public async Task CheckAsync_LocksCannotBeRead_IsRefused()
    {
        _pair.Locks.IsReachable = false;
        PreflightReport report = await CheckAsync();
        Assert.That(report.Refusals.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.CoordinationUnavailable }));
    }

    private Task<PreflightReport> CheckAsync(string domain = "web") => _pair.CheckAsync(domain, bound: _bound);
}
