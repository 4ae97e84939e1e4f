using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class StatusTests
{
    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp() => _line = new();

    [Test]
    public async Task Status_ServiceAnswers_ShowsItsRules()
    {
        Answer(RulesDocument.From(Samples.Rules));
        Assert.That(await _line.RunAsync("status"), Is.EqualTo(ExitCodes.Done));
        Assert.That(_line.Output, Does.Contain("rules of node1").And.Contain("cpu-overload").And.Contain("clearing").And.Contain("web").And.Contain("rules without a reading of their signal: 1"));
    }

    [Test]
    public async Task Status_ServiceAnswersJson_HasTheShapeOfTheContract()
    {
        Answer(RulesDocument.From(Samples.Rules with { Statuses = [Samples.Rules.Statuses[0]] }));
        await _line.RunAsync("status", "--json");
        JsonNode service = JsonNode.Parse(_line.Output)!["service"]!;
        JsonNode expected = JsonNode.Parse("""
            {"node":"node1","at":"2026-01-02T03:04:05+00:00","rules":[{"rule":"cpu-overload","domain":null,"signal":"node-cpu-utilization","resource":"cpu","severity":"warning",
             "state":"clearing","inEffect":true,"since":"2026-01-02T03:04:05+00:00","value":0.75,"limit":0.9,"stale":false,
             "reason":{"code":"within-capacity","message":"node-cpu-utilization is 0.75, threshold 0.9"}}]}
            """)!;
        Assert.That(JsonNode.DeepEquals(service, expected), Is.True, service.ToJsonString());
    }

    [Test]
    public async Task Status_NoServiceAnswers_StillShowsMigrations()
    {
        Assert.That(await _line.RunAsync("status"), Is.EqualTo(ExitCodes.Done));
        Assert.That(_line.Output, Does.Contain(Samples.Running.Id).And.Contain("no service answers"));
    }

    [Test]
    public async Task Status_MigrationIsUnresolved_ShowsWhatIsKnownAndTheCommands()
    {
        _line.Journal.Setup(j => j.Unfinished()).Returns([Samples.Unresolved]);
        Assert.That(await _line.RunAsync("status"), Is.EqualTo(ExitCodes.Done));
        Assert.That(_line.Output, Does.Contain("unresolved  migration 20260102-030405-abcd of web: source says paused, destination says unknown")
            .And.Contain("the target cannot be asked").And.Contain("\n    shadowmig recover 20260102-030405-abcd"));
    }

    [Test]
    public async Task Status_MigrationIsUnresolvedJson_HasOwnershipAndCommands()
    {
        _line.Journal.Setup(j => j.Unfinished()).Returns([Samples.Unresolved]);
        await _line.RunAsync("status", "--json");
        JsonNode migration = JsonNode.Parse(_line.Output)!["migrations"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)migration["result"], Is.EqualTo("unknown"));
            Assert.That((string?)migration["endedAt"], Is.Null);
            Assert.That((string?)migration["ownership"]!["source"], Is.EqualTo("paused"));
            Assert.That((string?)migration["commands"]![0]!["command"], Is.EqualTo("shadowmig recover 20260102-030405-abcd"));
        });
    }

    [TestCase("http://127.0.0.1:9753", "http://127.0.0.1:9753/rules")]
    [TestCase("http://0.0.0.0:80", "http://127.0.0.1/rules")]
    [TestCase("http://[::]:9753", "http://[::1]:9753/rules")]
    [TestCase("http://node1:9753/", "http://node1:9753/rules")]
    public void Address_WhereverTheServiceListens_IsReachedFromHere(string listens, string asked) =>
        Assert.That(ServiceClient.Address(listens, "/rules").AbsoluteUri, Is.EqualTo(asked));

    private void Answer(RulesDocument document) =>
        _line.Service.Setup(s => s.ReadRulesAsync(It.IsAny<CancellationToken>())).ReturnsAsync(document);
}
