using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

[TestFixture]
[CancelAfter(60_000)]
public sealed class DrainCommandTests
{
    private const string Uri1 = "qemu+tls://node1/system";
    private const string Uri2 = "qemu+tls://node2/system";
    private const string Uri3 = "qemu+tls://node3/system";

    private readonly Dictionary<Guid, string> _active = [];
    private readonly List<(string Guest, string To)> _migrations = [];
    private CommandLineFixture _line = null!;
    private string _configuration = null!;
    private TimeSpan _cpuRead;

    [SetUp]
    public async Task SetUp()
    {
        _active.Clear();
        _migrations.Clear();
        _line = new();
        _cpuRead = TimeSpan.Zero;
        _configuration = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(_configuration, $$"""
            { "Nodes": { "node1": { "Uri": "{{Uri1}}" }, "node2": { "Uri": "{{Uri2}}" }, "node3": { "Uri": "{{Uri3}}" } }, "Selection": { "LeastHeadroom": "0%" } }
            """);
        Mock<ILibvirtConnection> connection = _line.Connection;
        connection.Setup(c => c.GetNodeInfo()).Returns(new NodeInfo("x86_64", 8UL << 30, 4, 0, 1, 1, 4, 1));
        connection.Setup(c => c.GetNodeMemory()).Returns(new NodeMemory(8UL << 30, 6UL << 30, 0, 0));
        connection.Setup(c => c.GetNodeCpuTimes()).Returns(() =>
        {
            _cpuRead += TimeSpan.FromSeconds(1);
            return new(TimeSpan.Zero, 0.25 * _cpuRead, 0.75 * _cpuRead, TimeSpan.Zero, TimeSpan.Zero);
        });
        connection.Setup(c => c.ListDomains(DomainFilter.Active)).Returns(() => [.. _active.Select(a => Domain(a.Value, a.Key).Object)]);
        connection.Setup(c => c.ListDomains(DomainFilter.Inactive)).Returns(() => [Domain("asleep", Guid.NewGuid()).Object]);
        connection.Setup(c => c.FindDomainByUuid(It.IsAny<Guid>())).Returns((Guid uuid) => _active.TryGetValue(uuid, out string? name) ? Domain(name, uuid).Object : null);
        _line.Preflight.Setup(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ILibvirtConnection _, string guest, string _, MigrationLimits _, CancellationToken _) => Samples.Preflight with { Domain = Identity(guest) });
        _line.Observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ILibvirtConnection _, ILibvirtDomain domain, ObservationOptions _, IProgress<string>? _, CancellationToken _) =>
                Samples.Observation with { Domain = new(domain.Name, domain.Uuid) });
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns((PlanningInput input) => Samples.Plan with
        {
            Domain = input.Observation.Domain,
            Destination = input.DestinationUri,
            Link = input.Link,
        });
        Migrate((_, _) => MigrationResult.Completed);
    }

    [TearDown]
    public void TearDown() => File.Delete(_configuration);

    [Test]
    public async Task Drain_EveryGuestFindsANode_MovesAllCordonsTheNodeAndExits0()
    {
        Run("a", "b", "c", "d");

        int exitCode = await DrainAsync("--json");

        Assert.That(exitCode, Is.Zero, _line.Error);
        JsonNode document = Document();
        Assert.Multiple(() =>
        {
            Assert.That((string?)document["result"], Is.EqualTo("empty"));
            Assert.That(document["guests"]!.AsArray().Select(g => (string?)g!["result"]), Has.All.EqualTo("moved"));
            Assert.That(document["left"]!.AsArray(), Is.Empty);
            Assert.That((string?)document["shutOff"]![0]!["name"], Is.EqualTo("asleep"));
            Assert.That((double?)document["predicted"]!["totalSeconds"], Is.GreaterThanOrEqualTo((double)document["predicted"]!["boundSeconds"]!));
            Assert.That(_migrations.CountBy(m => m.To).ToDictionary(), Is.EquivalentTo(new Dictionary<string, int> { [Uri2] = 2, [Uri3] = 2 }));
            Assert.That(_line.Error, Does.Contain("runs no guest any more").And.Contain("uncordon node1"));
        });
        _line.Cordons.Verify(c => c.SetAsync(new("node1", "drain", Samples.At), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Drain_DryRun_ChangesNothing()
    {
        Run("a", "b");

        int exitCode = await DrainAsync("--dry-run", "--json");

        Assert.That(exitCode, Is.Zero, _line.Error);
        Assert.That(Document()["guests"]!.AsArray().Select(g => (string?)g!["result"]), Has.All.EqualTo("planned"));
        Assert.That(Document()["left"], Is.Null);
        _line.Migrator.VerifyNoOtherCalls();
        _line.Drains.VerifyNoOtherCalls();
        _line.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Drain_CordonedAlready_KeepsTheReason()
    {
        _line.Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new Cordon("node1", "new memory", Samples.At)]);
        Run("a");

        Assert.That(await DrainAsync(), Is.Zero);
        _line.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Drain_OneGuestFitsNowhere_MovesTheOthersExits4AndSaysWhy()
    {
        Run("a", "b");
        Guid b = Uuid("b");
        _line.Preflight.Setup(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), b.ToString(), It.IsAny<string>(), It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Samples.Preflight with { Checks = [new("cpu", CheckOutcome.Failed, "old", new(ReasonCodes.CpuIncompatible, "it is old"))] });

        int exitCode = await DrainAsync("--json");

        Assert.That(exitCode, Is.EqualTo(4), _line.Error);
        Assert.That(Result("a"), Is.EqualTo("moved"));
        Assert.That(Result("b"), Is.EqualTo("refused"));
        Assert.That(Guest("b")["reasons"]!.AsArray().Select(r => (string?)r!["code"]), Is.EqualTo(new[] { ReasonCodes.NoDestination, ReasonCodes.CpuIncompatible, ReasonCodes.CpuIncompatible }));
        Assert.That(Document()["left"]!.AsArray().Select(l => (string?)l!["name"]), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public async Task Drain_NoPlanGoes_Exits3AndMovesNothing()
    {
        Run("a");
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.NoGo);

        Assert.That(await DrainAsync(), Is.EqualTo(3));
        _line.Migrator.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Drain_NodeHasNoActiveGuest_Exits0() => Assert.That(await DrainAsync(), Is.Zero);

    [Test]
    public async Task Drain_FailedGuest_IsTriedOnceMoreAfterTheOthersOnAnotherNode()
    {
        Run("a", "b", "c");
        Migrate((guest, _) => guest == "a" && _migrations.Count(m => m.Guest == "a") == 1 ? MigrationResult.Failed : MigrationResult.Completed);

        int exitCode = await DrainAsync("--json");

        Assert.That(exitCode, Is.Zero, _line.Error);
        string[] tried = [.. _migrations.Where(m => m.Guest == "a").Select(m => m.To)];
        Assert.That(tried, Is.EquivalentTo(new[] { Uri2, Uri3 }), "the second time it is another node");
        Assert.That(_migrations[^1].Guest, Is.EqualTo("a"));
        Assert.That((int?)Guest("a")["attempts"], Is.EqualTo(2));
    }

    [Test]
    public async Task Drain_GuestThatAlwaysFails_IsGivenUpAfterTwoAttempts()
    {
        Run("a", "b");
        Migrate((guest, _) => guest == "a" ? MigrationResult.Failed : MigrationResult.Completed);

        Assert.That(await DrainAsync("--json"), Is.EqualTo(4));
        Assert.That(_migrations.Count(m => m.Guest == "a"), Is.EqualTo(2));
        Assert.That((Result("a"), Result("b")), Is.EqualTo(("failed", "moved")));
    }

    [Test]
    public async Task Drain_GuestCancelledByAnotherProcess_IsNotTriedAgain()
    {
        Run("a", "b");
        Migrate((guest, _) => guest == "a" ? MigrationResult.Cancelled : MigrationResult.Completed);

        Assert.That(await DrainAsync("--json"), Is.EqualTo(4));
        Assert.That(_migrations.Count(m => m.Guest == "a"), Is.EqualTo(1));
        Assert.That(Result("b"), Is.EqualTo("moved"));
    }

    [Test]
    public async Task Drain_MigrationEndsUnknown_BeginsNoOtherAndExits5()
    {
        Run("a", "b", "c", "d");
        Migrate((_, _) => MigrationResult.Unknown);

        Assert.That(await DrainAsync("--concurrency", "1", "--json"), Is.EqualTo(5));
        Assert.That(_migrations, Has.Count.EqualTo(1));
        Assert.That(Document()["guests"]!.AsArray().Select(g => (string?)g!["result"]).Order(), Is.EqualTo(new[] { "unknown", "waiting", "waiting", "waiting" }));
        Assert.That(_line.Error, Does.Contain("look at both nodes"));
    }

    [Test]
    public async Task Drain_InterruptedOnce_FinishesWhatRunsBeginsNoOtherAndExits130()
    {
        Run("a", "b", "c");
        using CancellationTokenSource interrupt = new();
        Migrate((_, abort) =>
        {
            interrupt.Cancel();
            Assert.That(abort.IsCancellationRequested, Is.False, "what runs is finished");
            return MigrationResult.Completed;
        });

        Assert.That(await DrainAsync(interrupt.Token, "--concurrency", "1", "--json"), Is.EqualTo(130), _line.Error);
        Assert.That(_migrations, Has.Count.EqualTo(1));
        Assert.That(Document()["left"]!.AsArray(), Has.Count.EqualTo(2));

        Migrate((_, _) => MigrationResult.Completed);
        Assert.That(await DrainAsync(), Is.Zero, "run again, it goes on with what is left");
        Assert.That(_migrations, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Drain_ObservationIsOldWhenTheTurnComes_ObservesAndPlansAgain()
    {
        Run("a", "b", "c");
        Migrate((_, _) =>
        {
            _line.Time.Advance(TimeSpan.FromMinutes(3));
            return MigrationResult.Completed;
        });

        Assert.That(await DrainAsync("--concurrency", "1"), Is.Zero, _line.Error);
        _line.Observer.Verify(
            o => o.ObserveAsync(
                It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()),
            Times.Exactly(5),
            "three at first, and the second and third once more");
    }

    [Test]
    public async Task Drain_FirstMigrationShowsWhatTheLinkGives_PlansTheOthersWithThat()
    {
        Run("a", "b", "c");
        _line.Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new Cordon("node3", null, Samples.At)]);
        List<BytesPerSecond> rates = [];
        _line.Migrator.Setup(m => m.MigrateAsync(It.IsAny<MigrationPlan>(), Uri1, It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((MigrationPlan plan, string _, IProgress<MigrationProgress>? _, CancellationToken _) =>
            {
                rates.Add(plan.Link!.Rate);
                _active.Remove(plan.Domain.Uuid);
                _line.Links.Setup(l => l.Estimate(It.IsAny<LinkEnds>()))
                    .Returns(new LinkEstimate { Rate = BytesPerSecond.FromMebibytes(10), IsMeasured = true, SwitchoverCost = TimeSpan.FromMilliseconds(20) });
                return Samples.ReportOf(MigrationResult.Completed) with { Plan = plan };
            });

        Assert.That(await DrainAsync("--concurrency", "1"), Is.Zero, _line.Error);
        Assert.That(rates.Select(r => r.MebibytesPerSecond), Is.EqualTo(new[] { 1000d, 10, 10 }));
    }

    [Test]
    public async Task Drain_OwnerWantsTheGuestToStay_ReportsIt([Values] bool includePinned)
    {
        Run("a", "b");
        _line.Connection.Setup(c => c.ListDomains(DomainFilter.Active)).Returns(() => [.. _active.Select(a => Domain(a.Value, a.Key, pinned: a.Value == "b").Object)]);

        int exitCode = await DrainAsync(includePinned ? ["--include-pinned", "--json"] : ["--json"]);

        Assert.That(exitCode, Is.EqualTo(includePinned ? 0 : 4));
        Assert.That(Result("b"), Is.EqualTo(includePinned ? "moved" : "kept"));
    }

    [TestCase("drain")]
    [TestCase("drain", "node1", "--concurrency", "0")]
    [TestCase("drain", "node1", "--concurrency", "many")]
    [TestCase("drain", "node1", "--bandwidth", "fast")]
    [TestCase("drain", "node9")]
    [TestCase("drain", "node1", "--profile", "none")]
    public async Task Drain_WrongUsage_Exits2(params string[] args)
    {
        Assert.That(await _line.RunAsync([.. args, "--config", _configuration]), Is.EqualTo(2));
        Assert.That(_line.Error, Is.Not.Empty);
        _line.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Drain_NodeDoesNotAnswer_Exits3AndSaysWhy()
    {
        _line.Connector.Setup(c => c.Open(Uri1, It.IsAny<bool>())).Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 7, LibvirtErrorLevel.Error, "no route"));

        Assert.That(await DrainAsync("--json"), Is.EqualTo(3));
        Assert.That((string?)Document()["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.SourceUnreachable));
    }

    [Test]
    public async Task Drain_AnotherProcessDrainsTheNode_IsRefusedWithWhoAndChangesNothing()
    {
        Run("a");
        StandingDrain other = new("node1", 7, new("node1", "desk:42", Samples.At));
        _line.Drains.Setup(d => d.TryTakeAsync(It.IsAny<DrainClaim>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ReturnsAsync(new DrainAttempt(null, other.Refusal));

        Assert.That(await DrainAsync("--json"), Is.EqualTo(3));
        Assert.That((string?)Document()["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.NodeDraining));
        Assert.That(_line.Error, Does.Contain("desk:42"));
        _line.Migrator.VerifyNoOtherCalls();
        _line.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Drain_ItsLockLapses_FinishesWhatRunsBeginsNoOtherAndGoesOnWhenRunAgain()
    {
        Run("a", "b", "c");
        bool stands = true;
        _line.Drains.Setup(d => d.RenewAsync(It.IsAny<DrainGrant>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => stands);
        Migrate((_, abort) =>
        {
            stands = false;
            Assert.That(abort.IsCancellationRequested, Is.False, "what runs is finished");
            return MigrationResult.Completed;
        });

        Assert.That(await DrainAsync("--concurrency", "1", "--json"), Is.EqualTo(4), _line.Error);
        Assert.That(_migrations, Has.Count.EqualTo(1));
        Assert.That((string?)Document()["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.LockLost));
        Assert.That(Document()["guests"]!.AsArray().Select(g => (string?)g!["result"]).Order(), Is.EqualTo(new[] { "moved", "waiting", "waiting" }));
        Assert.That(_line.Error, Does.Contain("'shadowmig drain node1' goes on"));

        stands = true;
        Migrate((_, _) => MigrationResult.Completed);
        Assert.That(await DrainAsync(), Is.Zero, _line.Error);
        Assert.That(_migrations, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Drain_DestinationIsDrainedToo_PlacesItsGuestsElsewhere()
    {
        Run("a", "b");
        Migrate((_, _) =>
        {
            // Whoever drains the other node cordons it while the first guest is on its way.
            string closed = _migrations[0].To == Uri2 ? "node3" : "node2";
            _line.Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new Cordon(closed, "drain", Samples.At)]);
            return MigrationResult.Completed;
        });

        Assert.That(await DrainAsync("--concurrency", "1"), Is.Zero, _line.Error);
        Assert.That(_migrations.Select(m => m.Guest), Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That(_migrations.Select(m => m.To).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Drain_Ends_GivesItsLockBack()
    {
        Run("a");
        Assert.That(await DrainAsync(), Is.Zero, _line.Error);
        _line.Drains.Verify(d => d.ReleaseAsync(It.Is<DrainGrant>(g => g.Claim.Node == "node1"), It.IsAny<CancellationToken>()), Times.Once);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Drain_ForPeople_ShowsThePlanAndWhatBecameOfEach(bool terminal)
    {
        _line.IsTerminal = terminal;
        Run("a", "b");

        Assert.That(await DrainAsync(), Is.Zero, _line.Error);
        Assert.That(_line.Output, Does.Contain("at a time").And.Contain("moved").And.Contain("node2"));
    }

    private void Migrate(Func<string, CancellationToken, MigrationResult> outcome) => _line.Migrator
        .Setup(m => m.MigrateAsync(It.IsAny<MigrationPlan>(), Uri1, It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync((MigrationPlan plan, string _, IProgress<MigrationProgress>? progress, CancellationToken abort) =>
        {
            progress?.Report(Samples.Progress);
            _migrations.Add((plan.Domain.Name, plan.Destination));
            MigrationResult result = outcome(plan.Domain.Name, abort);
            if (result == MigrationResult.Completed)
                _active.Remove(plan.Domain.Uuid);
            return Samples.ReportOf(result) with { Plan = plan };
        });

    private void Run(params string[] names)
    {
        foreach (string name in names)
            _active[new Guid(name[0], 0, 0, new byte[8])] = name;
    }

    private Guid Uuid(string name) => _active.Single(a => a.Value == name).Key;

    private DomainIdentity Identity(string uuid) => new(_active.GetValueOrDefault(Guid.Parse(uuid), "gone"), Guid.Parse(uuid));

    private static Mock<ILibvirtDomain> Domain(string name, Guid uuid, bool pinned = false)
    {
        Mock<ILibvirtDomain> domain = new();
        domain.SetupGet(d => d.Name).Returns(name);
        domain.SetupGet(d => d.Uuid).Returns(uuid);
        domain.Setup(d => d.GetXml(It.IsAny<DomainXmlFlags>())).Returns(Xml(name, uuid, pinned));
        domain.Setup(d => d.GetInfo()).Returns(new DomainInfo(DomainState.Running, 1UL << 30, 1UL << 30, 1, TimeSpan.Zero));
        return domain;
    }

    private static string Xml(string name, Guid uuid, bool pinned) =>
        $"<domain type='kvm'><name>{name}</name><uuid>{uuid}</uuid><memory unit='MiB'>1024</memory><metadata>{(pinned ? $"<s:guest xmlns:s='{GuestPolicy.Namespace}' move='never'/>" : "")}</metadata></domain>";

    private Task<int> DrainAsync(params string[] options) => DrainAsync(CancellationToken.None, options);

    private Task<int> DrainAsync(CancellationToken cancellationToken, params string[] options) =>
        _line.RunAsync(cancellationToken, ["drain", "node1", "--config", _configuration, .. options]);

    private JsonNode Document() => JsonNode.Parse(_line.Output)!;

    private JsonNode Guest(string name) => Document()["guests"]!.AsArray().Single(g => (string?)g!["domain"]!["name"] == name)!;

    private string? Result(string name) => (string?)Guest(name)["result"];
}
