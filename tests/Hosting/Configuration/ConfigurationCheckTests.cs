using System.Text;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Configuration;

public sealed class ConfigurationCheckTests
{
    [TestCase("{\n \"Monitoring\": {\n  \"Speed\": 1 } }", 3, "unknown key 'Monitoring:Speed'; known here: ConnectionUri, SamplePeriod")]
    [TestCase("{\n\"Nope\": true }", 2, "known here: Http, Monitoring, Signals, Rules, Migration, Preflight, Link, Profiles, Nodes, Coordination, Selection, Drain, Autopilot, Api, Logging")]
    [TestCase("{\n\n\"Migration\": { \"Tls\": \"yes\" } }", 3, "must be true or false, not \"yes\"")]
    [TestCase("{ \"Monitoring\":\n{ \"SamplePeriod\": \"2\" } }", 2, "write for example 300ms, 2s or 5m")]
    [TestCase("{ \"Monitoring\":\n{ \"SamplePeriod\": 2 } }", 2, "must be a time in quotes")]
    [TestCase("{\n\"Http\": { \"Address\": \"9753\" } }", 2, "must be an address such as")]
    [TestCase("{\n\"Logging\": { \"LogLevel\": { \"Default\": \"Loud\" } } }", 2, "must be one of Trace")]
    [TestCase("{ \"Profiles\": {\n\"a\": { \"Inherits\": \"a\" } } }", 2, "inherits from itself")]
    [TestCase("{ \"Profiles\": {\n\"a\": { \"Inherits\": \"b\" } } }", 2, "there is no profile 'b'")]
    [TestCase("{ \"Profiles\": {\n\"a\": { \"Inherits\": \"b\" },\n\"b\": { \"inherits\": \"A\" } } }", 3, "inherits from itself: b → A → b")]
    [TestCase("{ \"profiles\": {\n\"a\": { \"Inherits\": \"b\" } } }", 2, "there is no profile 'b'")]
    [TestCase("{ \"Profiles\": {\n\"a\": { \"Match\": { \"Names\": \"web-*\" } } } }", 2, "unknown key 'Profiles:a:Match:Names'")]
    [TestCase("{ \"Profiles\": {\n\"default\": { \"Match\": { \"Names\": [\n\"*\"] } } } }", 3, "the default profile is for every guest that no other is for")]
    [TestCase("{ \"Profiles\": {\n\"a\": { \"Bandwidth\": \"1\" } } }", 2, "write for example 100MiB/s")]
    [TestCase("{ \"Migration\": {\n\"Tls\": true,\n\"Tls\": false } }", 3, "is set twice")]
    [TestCase("{\n\"Migration\": {", 2, "not valid JSON")]
    [TestCase("[]", 1, "a configuration is one JSON object")]
    [TestCase("3", 1, "a configuration is one JSON object")]
    [TestCase("{ \"Monitoring\":\n{ \"SamplePeriod\": \"1ms\" } }", 2, "SamplePeriod")]
    [TestCase("{ \"Autopilot\": {\n\"Armed\": \"yes\" } }", 2, "must be true or false")]
    [TestCase("{ \"Autopilot\": {\n\"Detector\": \"guess\" } }", 2, "must be one of forecast, threshold")]
    [TestCase("{ \"Autopilot\": {\n\"OverloadedAt\": \"much\" } }", 2, "must be a load such as")]
    [TestCase("{ \"Autopilot\": {\n\"ClearedAt\": \"95%\" } }", 2, "must not be above OverloadedAt")]
    [TestCase("{ \"Autopilot\": {\n\"MovesPerHour\": 0 } }", 2, "must be a whole number from 1 to 1000")]
    [TestCase("{ \"Autopilot\": {\n\"GuestCooldown\": \"0s\" } }", 2, "must be more than zero")]
    [TestCase("{ \"Nodes\": { \"n1\": {\n\"Processors\": 0 } } }", 2, "must be more than zero")]
    [TestCase("{ \"Nodes\": { \"n1\": {\n\"Processors\": 4 } } }", 2, "Nodes:n1: Uri is missing; write for example qemu+tls://n1/system")]
    [TestCase("{ \"Autopilot\": {\n\"ReturnAfter\": \"1500m\" } }", 2, "at most 1.00:00:00")]
    [TestCase("{ \"Drain\": {\n\"MaxObservationAge\": \"90m\" } }", 2, "must be above zero and at most 01:00:00")]
    [TestCase("{ \"Nodes\": { \"n1\": {\n\"Uri\": \"qemu+tls://n1/system?no_verify=1\" } } }", 2, "Nodes:n1:Uri: 'no_verify=1' must be left out")]
    [TestCase("{ \"Monitoring\": {\n\"ConnectionUri\": \"qemu+ssh://n1/system?no_verify=1\" } }", 2, "'no_verify=1' must be left out")]
    [TestCase("{ \"Coordination\": {\n\"NodeUri\": \"qemu+tls://n1/system?no_verify=1\" } }", 2, "'no_verify=1' must be left out")]
    [TestCase("{ \"Monitoring\":\n{ \"ObservationPeriods\": [ \"1s\",\n\"x\" ] } }", 3, "is not a time")]
    public void Run_WrongFile_NamesLineAndRemedy(string json, int line, string message)
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(Encoding.UTF8.GetBytes(json));

        Assert.That(problems, Has.Some.Matches<ConfigurationProblem>(p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)),
            () => string.Join('\n', problems));
    }

    [Test]
    public void Run_ManyProblems_AreAllFoundInTheirOrder()
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run("{\n\"A\": 1,\n\"B\": 2,\n\"C\": 3 }"u8);

        Assert.That(problems.Select(p => p.Line), Is.EqualTo(new int?[] { 2, 3, 4 }));
    }

    [Test]
    public void Run_ProfileThatLeadsIntoACircle_NamesTheCircleOnly()
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(
            "{ \"Profiles\": {\n\"a\": { \"Inherits\": \"b\" },\n\"b\": { \"Inherits\": \"c\" },\n\"c\": { \"Inherits\": \"b\" } } }"u8);

        Assert.That(problems.Select(p => p.Line), Is.EqualTo(new int?[] { 3, 4 }), () => string.Join('\n', problems));
    }

    [Test]
    public void Run_EverySetting_IsWelcome()
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run("""
            {
              // comments and trailing commas are welcome
              "Monitoring": { "ConnectionUri": "test:///default", "SamplePeriod": "2s", "DetailPeriod": "10s", "SampleBound": "1s", "StaleAfter": "6s", "CallBound": "5s",
                "ObserveGuests": true, "ObservationInterval": "60s", "ObservationPeriods": ["1s", "2s"], "ObservationBudget": "4s", "Probe": false },
              "Migration": { "Tls": false, "JournalPath": "/tmp/j.db", "PollInterval": "200ms" },
              "Preflight": { "ConnectBound": "8s" },
              "Link": { "AssumedMebibytesPerSecond": 110.5, "AssumedSwitchoverCost": "20ms", "History": 200 },
              "Http": { "Address": "http://0.0.0.0:9753" },
              "Profiles": { "gentle": { "MaxSlowdown": 0.2, "AllowPostCopy": true, "Tls": true, "MaxDowntime": "50ms",
                "Match": { "Names": ["web-*", "shop"], "Labels": { "tier": "gold" } } } },
              "Nodes": { "n1": { "Uri": "qemu+tcp://n1/system", "Processors": 2.5 } },
              "Autopilot": { "Enabled": true, "Armed": true, "Detector": "threshold", "OverloadedAt": "120%", "ClearedAt": 0.9, "Duration": "1m", "GuestCooldown": "10m",
                "NodeCooldown": "2m", "ReturnAfter": "60m", "RetryAfter": "5m", "MovesPerHour": 12, "MovesPerNode": 2, "Horizon": "30m", "Decisions": 1000 },
              "Logging": { "LogLevel": { "Default": "Debug" } },
            }
            """u8);

        Assert.That(problems, Is.Empty, () => string.Join('\n', problems));
    }

    [Test]
    public void At_Problem_LooksLikeACompilersMessage() => Assert.Multiple(() =>
    {
        Assert.That(new ConfigurationProblem(7, "bad").At("f.json"), Is.EqualTo("f.json:7: bad"));
        Assert.That(new ConfigurationProblem(null, "bad").At("f.json"), Is.EqualTo("f.json: bad"));
    });
}
