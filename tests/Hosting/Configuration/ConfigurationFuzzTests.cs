using System.Text;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Tests.Robustness;

namespace ShadowMig.Hosting.Tests.Configuration;

/// <summary>Configuration files damaged at random: they are taken, or every problem has a message.</summary>
public sealed class ConfigurationFuzzTests
{
    private const int Damages = 3000;

    private const string Sound = """
        {
          // Comments are welcome.
          "Http": { "Address": "http://127.0.0.1:9753" },
          "Monitoring": { "SamplePeriod": "2s", "ObservationPeriods": ["1s", "2s"], "Probe": true },
          "Signals": { "Queries": { "heat": { "Query": "max(node_hwmon_temp_celsius)" } } },
          "Rules": { "hot": { "Signal": "heat", "Threshold": 90, "Clearing": "80%", "Resource": "thermal", "Duration": "30s" } },
          "Migration": { "Tls": true, "BandwidthBudgetMebibytesPerSecond": 400 },
          "Profiles": { "gold": { "MaxDowntime": "100ms", "Bandwidth": "50MiB/s", "MaxSlowdown": "20%", "Match": { "Names": ["web-*"] } } },
          "Nodes": { "n1": { "Uri": "qemu+tls://n1/system", "Processors": 4 } },
          "Autopilot": { "Armed": false, "OverloadedAt": "90%", "ClearedAt": 0.8 },
        }
        """;

    [Test]
    public void Check_DamagedFile_IsTakenOrEveryProblemIsNamed()
    {
        for (int seed = 0; seed < Damages; seed++)
        {
            string damaged = new Mutator(seed).Text(Sound);
            try
            {
                IReadOnlyList<ConfigurationProblem> problems = ConfigurationLoader.Check(Encoding.UTF8.GetBytes(damaged)).Problems;
                Assert.That(problems.Select(p => p.Message), Has.All.Not.Empty);
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
        for (int seed = 0; seed < Damages; seed++)
            Assert.DoesNotThrow(() => ConfigurationLoader.Check(new Mutator(seed).Bytes(sound)), $"seed {seed}");
    }

    [TestCase("{ \"Nodes\": { \"a\": { \"Uri\": \"\\ud800\" } } }")]
    [TestCase("{ \"Monitoring\": { \"SamplePeriod\": \"-Infinitys\" } }")]
    [TestCase("{ \"Link\": { \"AssumedMebibytesPerSecond\": 1e999 } }")]
    [TestCase("{ \"Autopilot\": { \"OverloadedAt\": \"Infinity%\" } }")]
    public void Check_ValueThatCannotBe_IsRefused(string json) =>
        Assert.That(ConfigurationLoader.Check(Encoding.UTF8.GetBytes(json)).Problems, Is.Not.Empty);
}
