using System.Text.Json;
using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Tests.Commands;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Output;

public sealed class JsonContractTests
{
    private const string Observation = """
        "pageSizeBytes":4096,"memoryTotalBytes":1073741824,"memoryResidentBytes":536870912,"zeroPageRatio":0.5,"zeroPageRatioError":0.02,"dirtyRateMode":"dirty-ring",
        "dirtyRateBytesPerSecond":1000,"workingSet":[{"seconds":1,"bytes":1000,"relativeError":0.05},{"seconds":2,"bytes":1500,"relativeError":null}],
        "changedByteRatio":0.01,"deltaBytes":20,"deltaOverflowRatio":0.1,"compressedRatio":0.4,"changedCompressedRatio":null,"networkBytesPerSecond":77
        """;

    private const string Plan = $$"""
        {"domain":{"name":"web","uuid":"11111111-2222-3333-4444-555555555555"},"source":"node1","destination":"qemu+tcp://192.0.2.2/system",
        "observation":{ {{Observation}} },"decision":"go","reasons":[],"strategy":"shadow-cache",
        "parameters":{"bandwidthBytesPerSecond":104857600,"maxDowntimeSeconds":0.3,"xbzrleCacheBytes":536870912,"parallelConnections":null,
          "throttleInitial":null,"throttleIncrement":null,"postCopy":false},
        "prediction":{"totalSeconds":{"p10":10,"p50":10,"p90":20},"downtimeSeconds":{"p10":0.1,"p50":0.1,"p90":0.2},
          "transferBytes":{"p10":1000000000,"p50":1000000000,"p90":2000000000},"rounds":[{"bytes":1000,"seconds":5,"dirtiedBytes":100}]},
        "alternatives":[{"strategy":"plain","feasible":false,
          "prediction":{"totalSeconds":{"p10":null,"p50":null,"p90":null},"downtimeSeconds":{"p10":3,"p50":3,"p90":6},
            "transferBytes":{"p10":9000000000,"p50":9000000000,"p90":18000000000},"rounds":[{"bytes":1000,"seconds":5,"dirtiedBytes":100}]},
          "reasons":[{"code":"not-converging","message":"it writes faster than it is sent"}]}]}
        """;

    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp() => _line = new();

    [Test]
    public async Task Plan_Go_HasTheShapeOfTheContract()
    {
        await _line.RunAsync("plan", "web", "--to", Samples.DestinationUri, "--json");

        AssertDocument(Plan);
    }

    [Test]
    public async Task Migrate_DryRun_PrintsThePlan()
    {
        await _line.RunAsync("migrate", "web", "--to", Samples.DestinationUri, "--json", "--dry-run");

        AssertDocument(Plan);
    }

    [Test]
    public async Task Migrate_Completed_HasTheShapeOfTheContract()
    {
        await _line.RunAsync("migrate", "web", "--to", Samples.DestinationUri, "--json");

        AssertDocument($$"""
            {"id":"20260102-030405-abcd","result":"completed","reasons":[],"plan":{{Plan}},
            "phases":[
              {"name":"initialization","startedAt":"2026-01-02T03:04:05+00:00","seconds":0.5},{"name":"reservation","startedAt":"2026-01-02T03:04:06+00:00","seconds":0.5},
              {"name":"iterativePreCopy","startedAt":"2026-01-02T03:04:07+00:00","seconds":0.5},{"name":"stopAndCopy","startedAt":"2026-01-02T03:04:08+00:00","seconds":0.5},
              {"name":"commitment","startedAt":"2026-01-02T03:04:09+00:00","seconds":0.5},{"name":"activation","startedAt":"2026-01-02T03:04:10+00:00","seconds":0.5}],
            "actual":{"totalSeconds":11,"downtimeSeconds":0.08,"transferBytes":1100000000,"iterations":7},
            "predictionError":{"totalSeconds":0.09,"downtimeSeconds":-0.25,"transferBytes":0.05},
            "rounds":[{"endedAtSeconds":9,"transferBytes":1000000000,"remainingBytes":3000},{"endedAtSeconds":10,"transferBytes":null,"remainingBytes":null}],
            "actions":[{"atSeconds":3,"action":"resize-cache","reason":"many misses"}],
            "ownership":{"source":"absent","destination":"running"} }
            """);
    }

    [Test]
    public async Task Observe_HasTheObservationAndTheVirtualProcessors()
    {
        await _line.RunAsync("observe", "11111111-2222-3333-4444-555555555555", "--json");

        AssertDocument($$"""
            {"domain":{"name":"web","uuid":"11111111-2222-3333-4444-555555555555"},"host":"node1","at":"2026-01-02T03:04:05+00:00",
            "observation":{ {{Observation}},"vcpuDirtyRates":[{"vcpu":0,"bytesPerSecond":600},{"vcpu":1,"bytesPerSecond":400}]} }
            """);
    }

    [Test]
    public async Task Observe_UnknownDomain_IsADocumentWithReasons()
    {
        await _line.RunAsync("observe", "nobody", "--json");

        JsonNode document = JsonNode.Parse(_line.Output)!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)document["domain"]!["name"], Is.EqualTo("nobody"));
            Assert.That(document["domain"]!["uuid"], Is.Null);
            Assert.That(document["observation"], Is.Null);
            Assert.That((string?)document["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.UnknownDomain));
        });
    }

    [Test]
    public async Task Observe_NothingKnown_IsNullNotZero()
    {
        _line.Observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new GuestObservation { Domain = Samples.Domain, At = Samples.At, PageSize = new(4096), MemoryTotal = new(1) });

        await _line.RunAsync("observe", "web", "--json");

        JsonObject observation = JsonNode.Parse(_line.Output)!["observation"]!.AsObject();
        foreach (string name in (string[])[
            "memoryResidentBytes", "zeroPageRatio", "zeroPageRatioError", "dirtyRateMode", "dirtyRateBytesPerSecond", "changedByteRatio", "deltaBytes",
            "deltaOverflowRatio", "compressedRatio", "changedCompressedRatio", "networkBytesPerSecond"])
            Assert.That(observation.TryGetPropertyValue(name, out JsonNode? value) && value is null, Is.True, name);
    }

    [Test]
    public async Task Plan_Refused_IsADocumentWithNullsAndReasons()
    {
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(
            MigrationPlan.Refuse(new("nobody", Guid.Empty), "node1", "x", MigrationLimits.Default, [new(ReasonCodes.UnknownDomain, "no guest")]));

        await _line.RunAsync("plan", "nobody", "--to", "x", "--json");

        AssertDocument("""
            {"domain":{"name":"nobody","uuid":null},"source":"node1","destination":"qemu+tcp://192.0.2.2/system","observation":null,"decision":"no-go",
            "reasons":[{"code":"unknown-domain","message":"node1 has no guest 'nobody'; 'virsh list --all' shows those it has"}],
            "strategy":null,"parameters":null,"prediction":null,"alternatives":[]}
            """.Replace("qemu+tcp://192.0.2.2/system", "x", StringComparison.Ordinal).Replace("node1 has no guest 'nobody'; 'virsh list --all' shows those it has", "no guest", StringComparison.Ordinal));
    }

    [Test]
    public async Task History_AndStatus_ListTheJournal()
    {
        await _line.RunAsync("history", "--json");

        JsonNode entry = JsonNode.Parse(_line.Output)!["migrations"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)entry["id"], Is.EqualTo(Samples.Report.Id));
            Assert.That((string?)entry["result"], Is.EqualTo("completed"));
            Assert.That((double?)entry["actual"]!["downtimeSeconds"], Is.EqualTo(0.08));
        });
    }

    private void AssertDocument(string expected)
    {
        JsonNode? actual = JsonNode.Parse(_line.Output);
        Assert.That(
            Difference(JsonNode.Parse(expected), actual, "$"), Is.Null,
            () => $"got {actual?.ToJsonString(new JsonSerializerOptions { WriteIndented = true })}");
    }

    // What the contract names must be there as it says; a document may tell more.
    private static string? Difference(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (JsonObject wanted, JsonObject got) => wanted
            .Select(field => got.ContainsKey(field.Key) ? Difference(field.Value, got[field.Key], $"{path}.{field.Key}") : $"{path}.{field.Key} is missing")
            .FirstOrDefault(difference => difference is not null),
        (JsonArray wanted, JsonArray got) when wanted.Count == got.Count => wanted
            .Select((item, i) => Difference(item, got[i], $"{path}[{i}]"))
            .FirstOrDefault(difference => difference is not null),
        _ => JsonNode.DeepEquals(expected, actual) ? null : $"{path} is {actual?.ToJsonString() ?? "null"}",
    };
}
