using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class SimulateTests
{
    private readonly CommandLineFixture _line = new();
    private string _folder = null!;

    [OneTimeSetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("shadowmig-traces-").FullName;

    [OneTimeTearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Simulate_Json_PrintsOneDocumentWithEveryPolicy()
    {
        CommandLineFixture line = new();

        int exitCode = await line.RunAsync("simulate", Write("day.csv", Lines(20, 30)), "--hosts", "20", "--policy", "shadowmig", "--policy", "lr/mmt", "--json");

        using JsonDocument document = JsonDocument.Parse(line.Output);
        JsonElement trace = document.RootElement.GetProperty("traces")[0];
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(document.RootElement.GetProperty("hosts").GetInt32(), Is.EqualTo(20));
            Assert.That(trace.GetProperty("machines").GetInt32(), Is.EqualTo(20));
            Assert.That(trace.GetProperty("durationSeconds").GetDouble(), Is.EqualTo(9000));
            Assert.That(trace.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("policy").GetString()), Is.EqualTo(new[] { "shadowmig", "lr 1.2 mmt" }));
            Assert.That(trace.GetProperty("results")[0].GetProperty("energyKilowattHours").GetDouble(), Is.Positive);
            Assert.That(trace.GetProperty("results")[0].GetProperty("decisions").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [Test]
    public async Task Simulate_Decisions_SayWhyAndWhatBecameOfTheOthers()
    {
        CommandLineFixture line = new();

        await line.RunAsync("simulate", Write("why.csv", Lines(20, 30)), "--hosts", "20", "--decisions", "--json");

        using JsonDocument document = JsonDocument.Parse(line.Output);
        JsonElement decision = document.RootElement.GetProperty("traces")[0].GetProperty("results")[0].GetProperty("decisions")[0];
        JsonElement move = decision.GetProperty("moves")[0];
        Assert.Multiple(() =>
        {
            Assert.That(move.GetProperty("code").GetString(), Is.EqualTo("host-being-emptied"));
            Assert.That(move.GetProperty("candidates").GetProperty("chosen").GetInt32(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Simulate_PackedTrace_IsUnpackedAndShownAsATable()
    {
        string path = Path.Combine(_folder, "packed.csv.gz");
        using (GZipStream packed = new(File.Create(path), CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(string.Join('\n', Lines(10, 12))));
        CommandLineFixture line = new();

        Assert.Multiple(async () =>
        {
            Assert.That(await line.RunAsync("simulate", path, "--hosts", "20", "--compare"), Is.Zero);
            Assert.That(line.Output, Does.Contain("shadowmig").And.Contain("mad 2.5 mmt").And.Contain("10 machines on 20 hosts"));
        });
    }

    [Test]
    public async Task Simulate_OverloadLimits_SetMethodsBesideTheOptimum()
    {
        Random random = new(2);
        string[] lines = ["\"Simulation ID\",\"VM ID\",\"Time Frame\",\"CPU Frequency\",\"Utilization\"", .. Enumerable.Range(0, 100).Select(t => $"0,0,{t},12000,0.{random.Next(10, 99)}")];
        CommandLineFixture line = new();

        int exitCode = await line.RunAsync("simulate", Write("hosts.csv", lines), "--overload-limits", "10%,0.2", "--json");

        using JsonDocument document = JsonDocument.Parse(line.Output);
        JsonElement[] results = [.. document.RootElement.GetProperty("traces")[0].GetProperty("results").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(results.Select(r => r.GetProperty("limit").GetDouble()).Distinct(), Is.EqualTo(new[] { 0.1, 0.2 }));
            Assert.That(results[0].GetProperty("method").GetString(), Is.EqualTo("optimal offline"));
            Assert.That(results[0].GetProperty("ratioOfOptimum").GetDouble(), Is.EqualTo(1));
        });
    }

    [TestCase("1,2\n1,x", "bad.csv:2: value 2 is 'x'")]
    [TestCase("1,2\n1,2,3", "bad.csv:2: 3 values")]
    [TestCase("", "bad.csv:0: the trace holds no machine")]
    public async Task Simulate_BadTrace_Exits2WithFileAndLine(string content, string expected)
    {
        CommandLineFixture line = new();

        int exitCode = await line.RunAsync("simulate", Write("bad.csv", content));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(line.Error, Does.Contain(expected));
            Assert.That(line.Output, Is.Empty);
        });
    }

    [TestCase("--policy", "best", "no policy")]
    [TestCase("--policy", "lr:x/mmt", "no parameter of lr")]
    [TestCase("--hosts", "0", "--hosts must be")]
    [TestCase("--hosts", "1", "too few")]
    [TestCase("--interval", "5s", "--interval must be")]
    [TestCase("--overload-limits", "0%", "above 0%")]
    [TestCase("--overload-limits", "much", "not a share")]
    public async Task Simulate_WrongOption_Exits2AndSaysWhatIsExpected(string option, string value, string expected)
    {
        CommandLineFixture line = new();

        int exitCode = await line.RunAsync("simulate", Write("good.csv", Lines(10, 4)), option, value);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(line.Error, Does.Contain(expected));
        });
    }

    [Test]
    public async Task Simulate_MissingFile_Exits2AndNamesIt()
    {
        int exitCode = await _line.RunAsync("simulate", Path.Combine(_folder, "none.csv"));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(_line.Error, Does.Contain("none.csv"));
        });
    }

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }

    private static string[] Lines(int machines, int samples)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, machines).Select(_ => string.Join(',', Enumerable.Range(0, samples).Select(_ => random.Next(1, 30))))];
    }
}
