using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class CoordinationCommandTests
{
    private static readonly CoordinationUnavailableException Lost = new("etcd cannot be used: http://a:1: refused");

    private CommandLineFixture _line = null!;
    private string _configuration = null!;

    [SetUp]
    public async Task SetUp()
    {
        _line = new();
        _configuration = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(_configuration, """
            { "Nodes": { "node2": { "Uri": "qemu+tls://node2/system" } }, "Coordination": { "Mode": "Etcd", "Etcd": { "Endpoints": ["http://a:1"] } } }
            """);
        _line.Clock = TimeProvider.System;
        _line.Connector.Setup(c => c.Open(It.Is<string>(u => u.Contains("node2")), It.IsAny<bool>()))
            .Throws(new ShadowMig.Native.LibvirtException(ShadowMig.Native.LibvirtErrorCode.NoConnection, 7, ShadowMig.Native.LibvirtErrorLevel.Error, "no route"));
    }

    [TearDown]
    public void TearDown() => File.Delete(_configuration);

    [Test]
    public async Task Migrate_RefusedByTheMigrator_Exits3()
    {
        _line.SetReport(Samples.Report with { Result = MigrationResult.Failed, Refused = true, Reasons = [new(ReasonCodes.GuestLocked, "node9:42 has it")] });

        Assert.That(await _line.RunAsync("migrate", "web", "--to", "qemu+tls://node3/system", "--json"), Is.EqualTo(ExitCodes.Refused));

        JsonNode document = JsonNode.Parse(_line.Output)!;
        Assert.That((string?)document["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.GuestLocked));
        Assert.That(_line.Error, Does.Contain("refused, nothing was changed: node9:42 has it (guest-locked)"));
    }

    [Test]
    public async Task Migrate_NoDestinationAndEtcdIsLost_Exits3WithOneDocument()
    {
        _line.Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ThrowsAsync(Lost);

        Assert.That(await _line.RunAsync("migrate", "web", "--config", _configuration, "--json"), Is.EqualTo(ExitCodes.Refused));

        Assert.That((string?)JsonNode.Parse(_line.Output)!["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.CoordinationUnavailable));
    }

    [Test]
    public async Task Cordon_EtcdIsLost_Exits3AndSaysThatNothingWasChanged()
    {
        _line.Cordons.Setup(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>())).ThrowsAsync(Lost);

        Assert.That(await _line.RunAsync("cordon", "node2", "--config", _configuration), Is.EqualTo(ExitCodes.Refused));
        Assert.That(_line.Error, Does.Contain("http://a:1").And.Contain("nothing was changed"));
    }

    [Test]
    public async Task Status_GuestsLocked_ShowsByWhom()
    {
        _line.Locks.Setup(l => l.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync(
        [
            new StandingLock(Samples.Domain.Uuid, 17, new(Samples.Domain.Uuid, "web", "m9", "node9:42", Guid.Empty, Guid.Empty, Samples.At)),
            new StandingLock(Guid.Empty, 18, null),
        ]);
        Publish(new FleetState("node9", [], []));

        await _line.RunAsync("status", "--config", _configuration);
        Assert.That(_line.Output, Does.Contain("coordination: etcd, leader: node9").And.Contain("web: node9:42, migration m9, token 17").And.Contain("unreadable entry, token 18"));
    }

    [Test]
    public async Task Status_NodesAreDrained_ShowsByWhom()
    {
        _line.Drains.Setup(d => d.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync(
            [new StandingDrain("node1", 7, new("node1", "desk:42", Samples.At)), new StandingDrain("node2", 8, null)]);

        await _line.RunAsync("status", "--config", _configuration);
        Assert.That(_line.Output, Does.Contain("drained node1: desk:42, token 7").And.Contain("drained node2: unreadable entry, token 8"));
    }

    [Test]
    public async Task Status_Json_HasTheStateOfCoordination()
    {
        _line.Directory.Setup(d => d.ReadAsync(It.IsAny<CancellationToken>())).ThrowsAsync(Lost);

        Assert.That(await _line.RunAsync("status", "--config", _configuration, "--json"), Is.Zero);

        JsonNode expected = JsonNode.Parse("""
            {"mode":"etcd","up":false,"leader":null,"locks":[],"drains":[],"reasons":[{"code":"coordination-unavailable","message":"etcd cannot be used: http://a:1: refused"}]}
            """)!;
        JsonNode actual = JsonNode.Parse(_line.Output)!["coordination"]!;
        Assert.That(JsonNode.DeepEquals(actual, expected), Is.True, actual.ToJsonString());
    }

    [Test]
    public async Task Nodes_Published_AreShownBesideTheInventory()
    {
        NodeAdvertisement node = new("node9", "qemu+tls://node9/system", Samples.Domain.Uuid, "1.2.3", Samples.At, 0.5, 100, 60, 3, true);
        Publish(new("node9", [new(node, false), new(node with { Name = "node8" }, true)], ["nodes/x cannot be read and is left out"]));

        Assert.That(await _line.RunAsync("nodes", "--config", _configuration, "--json"), Is.Zero);

        JsonNode document = JsonNode.Parse(_line.Output)!;
        Assert.That((string?)document["nodes"]![0]!["name"], Is.EqualTo("node2"));
        Assert.That((string?)document["leader"], Is.EqualTo("node9"));
        Assert.That(document["published"]!.AsArray().Select(n => ((string?)n!["name"], (string?)n["state"])), Is.EqualTo(new[] { ("node9", "live"), ("node8", "silent") }));
        Assert.That(_line.Error, Does.Contain("nodes/x cannot be read"));
    }

    [Test]
    public async Task Nodes_ForPeople_MarksLeaderAndSilence()
    {
        NodeAdvertisement node = new("node9", "qemu+tls://node9/system", Samples.Domain.Uuid, "1.2.3", Samples.At, null, null, null, null, false);
        Publish(new("node9", [new(node, false), new(node with { Name = "node8" }, true)], []));

        await _line.RunAsync("nodes", "--config", _configuration);
        Assert.That(_line.Output, Does.Contain("node9 (leader)").And.Contain("silent").And.Contain("published by services"));
    }

    [Test]
    public async Task Nodes_EtcdIsLost_ShowsTheInventoryAndSaysWhatIsUnknown()
    {
        _line.Directory.Setup(d => d.ReadAsync(It.IsAny<CancellationToken>())).ThrowsAsync(Lost);

        Assert.That(await _line.RunAsync("nodes", "--config", _configuration, "--json"), Is.Zero);

        JsonNode document = JsonNode.Parse(_line.Output)!;
        Assert.That(document["nodes"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(document["published"], Is.Null);
        Assert.That((string?)document["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.CoordinationUnavailable));
        Assert.That(_line.Error, Does.Contain("are unknown"));
    }

    [TestCase(false, 0, "etcd answers: 0 guests are being migrated, leader: none")]
    [TestCase(true, ExitCodes.Refused, "etcd cannot be used")]
    public async Task Doctor_Coordination_IsChecked(bool lost, int exitCode, string detail)
    {
        if (lost)
            _line.Directory.Setup(d => d.ReadAsync(It.IsAny<CancellationToken>())).ThrowsAsync(Lost);
        else
            Publish(new(null, [], []));
        _line.Connection.Setup(c => c.GetCapabilities()).Returns("<capabilities><host><uuid>6d1d1e9c-0000-4000-8000-000000000002</uuid></host></capabilities>");
        _line.Connection.Setup(c => c.GetVersions()).Returns(new ShadowMig.Native.LibvirtVersions(new(9, 0), new(9, 0), "QEMU", new(7, 2)));
        _line.Connection.Setup(c => c.GetNodeMemory()).Returns(new ShadowMig.Native.NodeMemory(8UL << 30, 6UL << 30, 0, 0));
        _line.Connection.Setup(c => c.ListDomains(ShadowMig.Native.DomainFilter.Active)).Returns([]);

        Assert.That(await _line.RunAsync("doctor", "--config", _configuration, "--json"), Is.EqualTo(exitCode));
        Assert.That(_line.Output, Does.Contain("\"coordination\"").And.Contain(detail));
    }

    private void Publish(FleetState fleet) => _line.Directory.Setup(d => d.ReadAsync(It.IsAny<CancellationToken>())).ReturnsAsync(fleet);
}
