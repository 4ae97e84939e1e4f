using System.Text;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Tests.Robustness;

namespace ShadowMig.Hosting.Tests.Configuration;

/// <summary>The configuration as YAML: the same values and the same care as JSON.</summary>
public sealed class YamlConfigurationTests
{
    private const string Sound = """
        # Comments are welcome.
        Http:
          Address: http://127.0.0.1:9753
        Monitoring:
          SamplePeriod: 2s
          ObservationPeriods: [1s, "2s"]
          Probe: true
        Signals:
          Queries:
            heat:
              Query: max(node_hwmon_temp_celsius)
        Rules:
          hot: { Signal: 'query:heat', Threshold: 90, Clearing: 80%, Resource: thermal, Duration: 30s }
        Profiles:
          gold:
            MaxDowntime: 100ms
            Match:
              Names:
              - web-*
        Autopilot:
        Nodes:
          n1:
            Uri: qemu+tls://n1/system
            Processors: 4
        """;

    [Test]
    public void Check_SameContentAsJson_GivesTheSameValues()
    {
        const string Json = """
            {
              "Http": { "Address": "http://127.0.0.1:9753" },
              "Monitoring": { "SamplePeriod": "2s", "ObservationPeriods": ["1s", "2s"], "Probe": true },
              "Signals": { "Queries": { "heat": { "Query": "max(node_hwmon_temp_celsius)" } } },
              "Rules": { "hot": { "Signal": "query:heat", "Threshold": 90, "Clearing": "80%", "Resource": "thermal", "Duration": "30s" } },
              "Profiles": { "gold": { "MaxDowntime": "100ms", "Match": { "Names": ["web-*"] } } },
              "Nodes": { "n1": { "Uri": "qemu+tls://n1/system", "Processors": 4 } }
            }
            """;

        (IReadOnlyDictionary<string, string?> yaml, IReadOnlyList<ConfigurationProblem> problems) = Check(Sound);

        Assert.That(problems, Is.Empty);
        Assert.That(yaml, Is.EquivalentTo(ConfigurationLoader.Check(Encoding.UTF8.GetBytes(Json)).Values));
    }

    [TestCase("# nothing\n")]
    [TestCase("")]
    [TestCase("Monitoring:\n")]
    public void Check_NothingSaid_IsValid(string yaml) => Assert.That(Check(yaml).Problems, Is.Empty);

    [TestCase("Monitoring:\n  SamplPeriod: 2s\n", 2, "unknown key 'Monitoring:SamplPeriod'")]
    [TestCase("Monitoring:\n  SamplePeriod: 2\n", 2, "must be a time in quotes")]
    [TestCase("Monitoring:\n  Probe: yes\n", 2, "must be true or false")]
    [TestCase("Monitoring:\n  Probe: true\nmonitoring:\n  Probe: false\n", 3, "'monitoring' is set twice")]
    [TestCase("Monitoring: [\n", 2, "not valid YAML")]
    [TestCase("Monitoring: &m\n  Probe: true\n", 1, "anchors, aliases and tags are not read")]
    [TestCase("Monitoring:\n  Probe: !!bool true\n", 2, "anchors, aliases and tags are not read")]
    [TestCase("---\nMonitoring:\n---\nLink:\n", 3, "one YAML document")]
    [TestCase("- a\n", 1, "names with values below them")]
    [TestCase("hello\n", 1, "names with values below them")]
    [TestCase("? [a, b]\n: 1\n", 1, "names with values below them")]
    public void Check_Mistake_IsNamedWithItsLine(string yaml, int line, string message) =>
        Assert.That(Check(yaml).Problems, Has.Some.Matches<ConfigurationProblem>(p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)), string.Join('\n', Check(yaml).Problems));

    [Test]
    public void Check_DamagedFile_IsTakenOrEveryProblemIsNamed()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            string damaged = new Mutator(seed).Text(Sound);
            try
            {
                Assert.That(Check(damaged).Problems.Select(p => p.Message), Has.All.Not.Empty);
            }
            catch (Exception e) when (e is not AssertionException)
            {
                Assert.Fail($"seed {seed}: {e}\n{damaged}");
            }
        }
    }

    [Test]
    public void Check_BytesThatAreNoText_AreRefused()
    {
        byte[] sound = Encoding.UTF8.GetBytes(Sound);
        for (int seed = 0; seed < 3000; seed++)
            Assert.DoesNotThrow(() => ConfigurationLoader.Check(new Mutator(seed).Bytes(sound), "x.yaml"), $"seed {seed}");
    }

    private static (IReadOnlyDictionary<string, string?> Values, IReadOnlyList<ConfigurationProblem> Problems) Check(string yaml) =>
        ConfigurationLoader.Check(Encoding.UTF8.GetBytes(yaml), "shadowmig.yaml");
}
