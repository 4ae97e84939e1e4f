using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class FleetCommandTests
{
    private const string Uri2 = "qemu+tls://node2/system";
    private const string Uri3 = "qemu+tls://node3/system";

    private CommandLineFixture _line = null!;
    private string _configuration = null!;
    private TimeSpan _cpuRead;

    [SetUp]
    public async Task SetUp()
    {
        _line = new();
        _cpuRead = TimeSpan.Zero;
        _configuration = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(_configuration, $$"""{ "Nodes": { "node3": { "Uri": "{{Uri3}}" }, "node2": { "Uri": "{{Uri2}}" } } }""");
        _line.Connection.Setup(c => c.GetNodeInfo()).Returns(new NodeInfo("x86_64", 8UL << 30, 4, 0, 1, 1, 4, 1));
        _line.Connection.Setup(c => c.GetNodeMemory()).Returns(new NodeMemory(8UL << 30, 6UL << 30, 0, 0));
        _line.Connection.Setup(c => c.GetNodeCpuTimes()).Returns(() =>
        {
            _cpuRead += TimeSpan.FromSeconds(1);
            return new(TimeSpan.Zero, 0.25 * _cpuRead, 0.75 * _cpuRead, TimeSpan.Zero, TimeSpan.Zero);
        });
        _line.Connection.Setup(c => c.GetCapabilities()).Returns("<capabilities><host><uuid>6d1d1e9c-0000-4000-8000-000000000002</uuid></host></capabilities>");
        _line.Connection.Setup(c => c.GetVersions()).Returns(new LibvirtVersions(new(9, 0), new(9, 0), "QEMU", new(7, 2)));
        _line.Connection.Setup(c => c.ListDomains(DomainFilter.Active)).Returns([_line.Domain.Object]);
        _line.Domain.Setup(d => d.GetInfo()).Returns(new DomainInfo(DomainState.Running, 1UL << 30, 1UL << 30, 1, TimeSpan.Zero));
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns((PlanningInput input) => Samples.Plan with { Destination = input.DestinationUri });
    }

    [TearDown]
    public void TearDown() => File.Delete(_configuration);

    [Test]
    public async Task Migrate_NoDestination_TakesANodeOfTheConfigurationThatCan()
    {
        Refuse(Uri2, new(ReasonCodes.DestinationMemory, "node2 is full"));

        int exitCode = await _line.RunAsync("migrate", "web", "--config", _configuration);

        Assert.That(exitCode, Is.Zero, _line.Error);
        _line.Migrator.Verify(m => m.MigrateAsync(
            It.Is<MigrationPlan>(p => p.Destination == Uri3), It.IsAny<string>(), It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()), Times.Once);
        Assert.That(_line.Output, Does.Contain("node2").And.Contain("node2 is full").And.Contain("chosen"));
    }

    [Test]
    public async Task Plan_NoDestination_TellsEveryNodesFate()
    {
        _line.Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new Cordon("node3", "new memory", Samples.At)]);

        await _line.RunAsync("plan", "web", "--config", _configuration, "--json");

        JsonArray targets = JsonNode.Parse(_line.Output)!["targets"]!.AsArray();
        Assert.That(targets.Select(t => ((string?)t!["node"], (string?)t["outcome"])), Is.EqualTo(new[] { ("node2", "chosen"), ("node3", "refused") }));
        Assert.That((string?)targets[1]!["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.Cordoned));
        Assert.That((double?)targets[0]!["headroomRatio"], Is.EqualTo(0.625).Within(1e-9), "6 of 8 GiB are free, and the guest takes one");
    }

    [Test]
    public async Task Plan_CacheOfANodeIsMemoryOfItsGuests_IsNoHeadroom()
    {
        _line.Connection.Setup(c => c.GetNodeMemory()).Returns(new NodeMemory(8UL << 30, 1UL << 30, 0, 7UL << 30));
        _line.Connection.Setup(c => c.GetAllDomainStatistics(DomainStatisticsGroups.Balloon, DomainFilter.Active, true))
            .Returns([new() { Name = "big", Uuid = Guid.NewGuid(), Memory = new() { ResidentBytes = 4UL << 30 } }]);

        await _line.RunAsync("plan", "web", "--config", _configuration, "--json");

        JsonArray targets = JsonNode.Parse(_line.Output)!["targets"]!.AsArray();
        Assert.That((double?)targets[0]!["headroomRatio"], Is.EqualTo(0.375).Within(1e-9), "4 of 8 GiB can be given, and the guest takes one");
    }

    [Test]
    public async Task Migrate_NoNodeCanTakeIt_Exits3AndObservesNothing()
    {
        Refuse(Uri2, new(ReasonCodes.DestinationMemory, "node2 is full"));
        Refuse(Uri3, new(ReasonCodes.CpuIncompatible, "node3 is old"));

        int exitCode = await _line.RunAsync("migrate", "web", "--config", _configuration, "--json");

        Assert.That(exitCode, Is.EqualTo(3));
        JsonNode plan = JsonNode.Parse(_line.Output)!;
        Assert.That(plan["reasons"]!.AsArray().Select(r => (string?)r!["code"]), Is.EqualTo(new[] { ReasonCodes.NoDestination, ReasonCodes.DestinationMemory, ReasonCodes.CpuIncompatible }));
        Assert.That(plan["destination"], Is.Null);
        _line.Observer.VerifyNoOtherCalls();
        _line.Migrator.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Migrate_GuestCannotMoveAnywhere_AsksNoFurtherNode()
    {
        Refuse(Uri2, new(ReasonCodes.DomainInactive, "web does not run"));

        await _line.RunAsync("migrate", "web", "--config", _configuration);

        Assert.That(_line.Error, Does.Contain(ReasonCodes.DomainInactive));
        _line.Preflight.Verify(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<string>(), Uri3, It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [TestCase("migrate", "web")]
    [TestCase("nodes")]
    [TestCase("cordon", "node2")]
    public async Task NoNodesConfigured_Exits2AndSaysWhatToAdd(params string[] args)
    {
        Assert.That(await _line.RunAsync(args), Is.EqualTo(2));
        Assert.That(_line.Error, Does.Contain("add section Nodes"));
    }

    [Test]
    public async Task Nodes_OneDoesNotAnswer_ShowsTheOtherAndWhy()
    {
        _line.Connector.Setup(c => c.Open(Uri3, It.IsAny<bool>())).Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 7, LibvirtErrorLevel.Error, "no route"));
        _line.Clock = TimeProvider.System;

        Assert.That(await _line.RunAsync("nodes", "--config", _configuration, "--json"), Is.Zero);

        JsonArray nodes = JsonNode.Parse(_line.Output)!["nodes"]!.AsArray();
        Assert.That(nodes.Select(n => ((string?)n!["name"], (string?)n["state"])), Is.EqualTo(new[] { ("node2", "ready"), ("node3", "unreachable") }));
        Assert.That((double?)nodes[0]!["cpuUtilization"], Is.EqualTo(0.25).Within(1e-9));
        Assert.That((int?)nodes[0]!["guests"], Is.EqualTo(1));
        Assert.That((string?)nodes[1]!["reasons"]![0]!["message"], Does.Contain("no route"));
    }

    [Test]
    public async Task Cordon_KnownNode_IsWrittenDown()
    {
        Assert.That(await _line.RunAsync("cordon", "node2", "--reason", "new memory", "--config", _configuration), Is.Zero);

        _line.Cordons.Verify(c => c.SetAsync(new("node2", "new memory", Samples.At), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Cordon_UnknownNode_Exits2AndNamesTheKnownOnes()
    {
        Assert.That(await _line.RunAsync("cordon", "node9", "--config", _configuration), Is.EqualTo(2));
        Assert.That(_line.Error, Does.Contain("node2, node3"));
    }

    private void Refuse(string uri, Reason reason) => _line.Preflight.Setup(p => p.CheckAsync(
        It.IsAny<ILibvirtConnection>(), It.IsAny<string>(), uri, It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(Samples.Preflight with { Checks = [new("check", CheckOutcome.Failed, reason.Message, reason)] });
}
