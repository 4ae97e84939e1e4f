using System.Net;
using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Orchestration;

/// <summary>The checks of what a guest finds on the destination: storage, networks, NUMA nodes, security drivers, other guests, the way there.</summary>
[TestFixture]
public sealed class DestinationResourcesTests
{
    private const string FileDisk = "<disk type='file' device='disk'><source file='/shared/a.qcow2'/><target dev='vda'/></disk>";
    private const string VolumeDisk = "<disk type='volume' device='disk'><source pool='images' volume='a.img'/><target dev='vda'/></disk>";
    private const string Network = "<interface type='network'><source network='blue'/></interface>";

    private ScriptedPair _pair = null!;

    [SetUp]
    public void SetUp() => _pair = new();

    [Test]
    public async Task Storage_PathInAPool_Passes()
    {
        _pair.Devices = FileDisk;
        _pair.Destination.Setup(c => c.HasVolume("/shared/a.qcow2")).Returns(true);
        await FindsAsync("storage", CheckOutcome.Passed);
    }

    [Test]
    public async Task Storage_PathInNoPool_IsUnknownAndNoObstacle()
    {
        _pair.Devices = FileDisk;
        await FindsAsync("storage", CheckOutcome.Skipped, "/shared/a.qcow2 cannot be seen");
        Assert.That((await _pair.CheckAsync()).Passed, Is.True);
    }

    [Test]
    public async Task Storage_NoStorageDriver_IsUnknown()
    {
        _pair.Devices = FileDisk;
        _pair.Destination.Setup(c => c.HasVolume(It.IsAny<string>())).Throws(ScriptedPair.Error(LibvirtErrorCode.NoSupport, "no driver"));
        await FindsAsync("storage", CheckOutcome.Skipped, "no storage driver");
    }

    [Test]
    public async Task Storage_VolumeMissing_IsRefused()
    {
        _pair.Devices = VolumeDisk;
        await RefusesAsync(ReasonCodes.StorageMissing, "no volume a.img in a pool images");
    }

    [Test]
    public async Task Storage_PoolInactive_IsRefused()
    {
        _pair.Devices = VolumeDisk;
        _pair.Destination.Setup(c => c.HasVolume("images", "a.img")).Throws(ScriptedPair.Error(LibvirtErrorCode.OperationInvalid, "storage pool 'images' is not active"));
        await RefusesAsync(ReasonCodes.StorageMissing, "virsh pool-start images");
    }

    [Test]
    public async Task Storage_VolumeThere_Passes()
    {
        _pair.Devices = VolumeDisk;
        _pair.Destination.Setup(c => c.HasVolume("images", "a.img")).Returns(true);
        await FindsAsync("storage", CheckOutcome.Passed);
    }

    [Test]
    public async Task Storage_NetworkDiskAndEmptyDrive_NeedNothingOfTheNode()
    {
        _pair.Devices = "<disk type='network' device='disk'><source protocol='rbd' name='p/i'/><target dev='vda'/></disk><disk type='file' device='cdrom'><target dev='sda'/></disk>";
        await FindsAsync("storage", CheckOutcome.Passed);
        _pair.Destination.Verify(c => c.HasVolume(It.IsAny<string>()), Times.Never);
    }

    [TestCase(null, "has no network 'blue'")]
    [TestCase(false, "net-start blue")]
    public async Task Networks_MissingOrInactive_IsRefused(bool? active, string advice)
    {
        _pair.Devices = Network;
        _pair.Destination.Setup(c => c.IsNetworkActive("blue")).Returns(active);
        await RefusesAsync(ReasonCodes.NetworkMissing, advice);
    }

    [Test]
    public async Task Networks_Active_Passes()
    {
        _pair.Devices = Network;
        _pair.Destination.Setup(c => c.IsNetworkActive("blue")).Returns(true);
        await FindsAsync("networks", CheckOutcome.Passed);
    }

    [TestCase(true, CheckOutcome.Passed)]
    [TestCase(false, CheckOutcome.Warned)]
    public async Task Networks_Bridge_IsAtMostAWarning(bool there, CheckOutcome outcome)
    {
        _pair.Devices = "<interface type='bridge'><source bridge='br0'/></interface>";
        _pair.Destination.Setup(c => c.HasInterface("br0")).Returns(there);
        await FindsAsync("networks", outcome);
    }

    [Test]
    public async Task Networks_NoInterfaceDriver_IsUnknown()
    {
        _pair.Devices = "<interface type='bridge'><source bridge='br0'/></interface>";
        _pair.Destination.Setup(c => c.HasInterface("br0")).Throws(ScriptedPair.Error(LibvirtErrorCode.NoSupport, "no driver"));
        await FindsAsync("networks", CheckOutcome.Skipped, "no driver to ask");
    }

    [TestCase("0-1", "<cell id='0'/><cell id='1'/>", CheckOutcome.Passed)]
    [TestCase("0-1", "<cell id='0'/>", CheckOutcome.Failed)]
    [TestCase("0-1", "", CheckOutcome.Skipped)]
    [TestCase("", "<cell id='0'/>", CheckOutcome.Passed)]
    public async Task Numa_StrictBinding_NeedsTheNodes(string nodeset, string cells, CheckOutcome outcome)
    {
        _pair.Elements = nodeset.Length > 0 ? $"<numatune><memory mode='strict' nodeset='{nodeset}'/></numatune>" : "";
        _pair.DestinationCapabilities = ScriptedPair.Capabilities(ScriptedPair.DestinationHost, elements: $"<topology><cells>{cells}</cells></topology>");
        await FindsAsync("numa", outcome);
        if (outcome == CheckOutcome.Failed)
            await RefusesAsync(ReasonCodes.NumaNodeMissing, "NUMA node 1");
    }

    [Test]
    public async Task HugePages_OfABoundGuest_AreCountedOnItsNodesOnly()
    {
        _pair.Backing = "<memoryBacking><hugepages><page size='2048' unit='KiB'/></hugepages></memoryBacking><numatune><memory mode='strict' nodeset='1'/></numatune>";
        _pair.DestinationCapabilities = ScriptedPair.Capabilities(ScriptedPair.DestinationHost, elements: "<topology><cells><cell id='0'/><cell id='1'/></cells></topology>");
        _pair.Destination.Setup(c => c.GetFreePages(It.IsAny<IReadOnlyList<int>>(), -1, 1)).Returns([new FreePages(-1, 2048, 1000)]);
        _pair.Destination.Setup(c => c.GetFreePages(It.IsAny<IReadOnlyList<int>>(), 1, 1)).Returns([new FreePages(1, 2048, 127)]);
        await RefusesAsync(ReasonCodes.DestinationMemory, "huge pages of 2048 KiB");
    }

    [TestCase("apparmor", "apparmor,dac", CheckOutcome.Passed)]
    [TestCase("apparmor", "none,dac", CheckOutcome.Failed)]
    [TestCase("none", "dac", CheckOutcome.Passed)]
    [TestCase("selinux", "", CheckOutcome.Skipped)]
    public async Task SecurityModel_OfTheGuestsLabel_MustBeThere(string label, string models, CheckOutcome outcome)
    {
        _pair.Elements = $"<seclabel type='dynamic' model='{label}' relabel='yes'/>";
        _pair.DestinationCapabilities = Secured(ScriptedPair.DestinationHost, models);
        await FindsAsync("security-model", outcome);
        if (outcome == CheckOutcome.Failed)
            await RefusesAsync(ReasonCodes.SecurityModelMissing, "security_driver");
    }

    [Test]
    public async Task Affinity_ApartGroupOnTheDestination_IsRefusedUnlessAPersonSaysSo()
    {
        _pair.Elements = Metadata("<keep-apart group='db'/>");
        Residents(Metadata("<keep-apart group='db'/>"));
        await RefusesAsync(ReasonCodes.KeepApart, "--ignore-keep-apart");

        PreflightReport insisted = await _pair.CheckAsync(limits: MigrationLimits.Default with { IgnoreKeepApart = true });
        Assert.That((insisted.Passed, Check(insisted, "affinity").Outcome), Is.EqualTo((true, CheckOutcome.Warned)));
    }

    [Test]
    public async Task Affinity_TogetherGroupOnTheDestination_IsToldToTheChoice()
    {
        _pair.Elements = Metadata("<keep-together group='app'/>");
        Residents(Metadata("<keep-together group='app'/>"), "");
        PreflightReport report = await _pair.CheckAsync();
        Assert.That(report.Affinity.Companions, Is.EqualTo(new[] { "resident0" }));
    }

    [Test]
    public async Task Affinity_GuestWithoutGroups_AsksForNobodysXml()
    {
        await FindsAsync("affinity", CheckOutcome.Passed);
        _pair.Destination.Verify(c => c.ListDomains(It.IsAny<DomainFilter>()), Times.Never);
    }

    [Test]
    public async Task Metadata_Broken_IsAWarningThatSaysWhatToWrite()
    {
        _pair.Elements = "<metadata><s:guest xmlns:s='https://shadowmig.org/guest' move='no'/></metadata>";
        await FindsAsync("metadata", CheckOutcome.Warned, "write never or allowed");
        Assert.That((await _pair.CheckAsync()).Passed, Is.True);
    }

    [Test]
    public async Task Metadata_NeverMove_IsAWarningToThePersonWhoMovesIt()
    {
        _pair.Elements = "<metadata><s:guest xmlns:s='https://shadowmig.org/guest' move='never'/></metadata>";
        await FindsAsync("metadata", CheckOutcome.Warned, "a person may move it");
    }

    [TestCase("192.0.2.2", CheckOutcome.Passed, "b is 192.0.2.2")]
    [TestCase("127.0.1.1", CheckOutcome.Warned, "this node itself")]
    [TestCase("::1", CheckOutcome.Warned, "this node itself")]
    [TestCase("", CheckOutcome.Warned, "is not known here")]
    public async Task MigrationAddress_IsWhatTheDestinationsNameLeadsTo(string address, CheckOutcome outcome, string detail)
    {
        _pair.Addresses = address.Length > 0 ? [IPAddress.Parse(address)] : [];
        await FindsAsync("migration-address", outcome, detail);
    }

    [Test]
    public async Task MigrationAddress_RemoteSource_IsUnknown()
    {
        _pair.Source.Setup(c => c.Uri).Returns("qemu+tcp://a/system");
        await FindsAsync("migration-address", CheckOutcome.Skipped);
    }

    [TestCase(100, 125, CheckOutcome.Passed)]
    [TestCase(200, 125, CheckOutcome.Warned)]
    [TestCase(200, 0, CheckOutcome.Skipped)]
    [TestCase(0, 1, CheckOutcome.Passed)]
    public async Task LinkRate_IsHeldAgainstTheBandwidth(int bandwidth, int speed, CheckOutcome outcome)
    {
        _pair.InterfaceSpeed = speed > 0 ? BytesPerSecond.FromMebibytes(speed) : null;
        PreflightReport report = await _pair.CheckAsync(
            limits: MigrationLimits.Default with { Bandwidth = bandwidth > 0 ? BytesPerSecond.FromMebibytes(bandwidth) : null });
        Assert.That(Check(report, "link-rate").Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public async Task CheckNodesAsync_TwoNodes_MakesTheChecksThatNeedNoGuest()
    {
        _pair.Source.Setup(c => c.GetCapabilities()).Returns(Secured(ScriptedPair.SourceHost, "apparmor,dac"));
        _pair.DestinationCapabilities = Secured(ScriptedPair.DestinationHost, "none,dac");
        IReadOnlyList<PreflightCheck> checks = await _pair.CheckNodesAsync(ScriptedPair.DestinationUri);
        Assert.Multiple(() =>
        {
            Assert.That(checks.Select(c => c.Name), Is.EqualTo(new[] { "source-answers", "certificates", "control-link", "destination-answers", "security-model", "migration-address" }));
            Assert.That(checks.Single(c => c.Name == "security-model").Outcome, Is.EqualTo(CheckOutcome.Warned), "no guest is at stake yet");
            Assert.That(checks.Select(c => c.Outcome), Has.None.EqualTo(CheckOutcome.Skipped));
        });
    }

    [Test]
    public async Task CheckNodesAsync_OneNode_AsksNoOther()
    {
        Assert.That((await _pair.CheckNodesAsync(null)).Select(c => c.Name), Is.SupersetOf(new[] { "source-answers", "certificates" }));
        _pair.Connector.Verify(c => c.Open(It.IsAny<string>(), It.IsAny<bool>()), Times.Never);
    }

    private static string Metadata(string children) => $"<metadata><s:guest xmlns:s='https://shadowmig.org/guest'>{children}</s:guest></metadata>";

    private static string Secured(Guid host, string models) => ScriptedPair.Capabilities(
        host, elements: string.Concat(models.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(m => $"<secmodel><model>{m}</model><doi>0</doi></secmodel>")));

    private static PreflightCheck Check(PreflightReport report, string name) => report.Checks.Single(c => c.Name == name);

    private void Residents(params string[] elements) => _pair.Destination.Setup(c => c.ListDomains(DomainFilter.Active)).Returns(() =>
    [
        .. elements.Select((e, i) => Mock.Of<ILibvirtDomain>(d => d.GetXml(DomainXmlFlags.None)
            == $"<domain type='kvm'><name>resident{i}</name><uuid>{Guid.NewGuid()}</uuid><memory>1024</memory>{e}</domain>")),
    ]);

    private async Task FindsAsync(string check, CheckOutcome outcome, string detail = "")
    {
        PreflightReport report = await _pair.CheckAsync();
        Assert.That(Check(report, check).Outcome, Is.EqualTo(outcome), () => string.Join('\n', report.Checks));
        Assert.That(Check(report, check).Detail, Does.Contain(detail));
    }

    private async Task RefusesAsync(string code, string advice)
    {
        PreflightReport report = await _pair.CheckAsync();
        Assert.That(report.Refusals.Select(r => r.Code), Is.EqualTo(new[] { code }), () => string.Join('\n', report.Checks));
        Assert.That(report.Refusals.Single().Message, Does.Contain(advice));
    }
}
