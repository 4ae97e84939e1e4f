using System.Text;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Configuration;

public sealed class RuleCheckTests
{
    [TestCase("{ \"Rules\": {\n\"a\": {\n\"Threshold\": 1, \"Resource\": \"cpu\" } } }", 3, "a rule of your own needs Signal")]
    [TestCase("{ \"Rules\": {\n\"a\": {\n\"Signal\": \"node-cpu-utilization\",\n\"Resource\": \"cpu\" } } }", 3, "needs Threshold")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Threshold\": 1,\n\"Signal\": \"cpu\" } } }", 3, "there is no signal 'cpu'; known: node-cpu-utilization")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Signal\": \"query:x\" } } }", 2, "there is no query 'x'")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Signal\": \"file:x\" } } }", 2, "need Signals:File")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Threshold\": 0.7 } } }", 2, "must not be above Threshold, which is 0.7")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\n\"Clearing\": \"95%\" } } }", 3, "must not be above Threshold")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Scope\": \"guest\" } } }", 2, "speaks of the node")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Method\": \"guess\" } } }", 2, "must be one of static, mad, iqr, local-regression")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Threshold\": \"high\" } } }", 2, "is not a size")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Threshold\": true } } }", 2, "must be a number")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Duration\": \"-1s\" } } }", 2, "is not a time")]
    [TestCase("{ \"Rules\": { \"cpu-overload\": {\n\"Treshold\": 1 } } }", 2, "unknown key 'Rules:cpu-overload:Treshold'; known here: Enabled, Signal")]
    [TestCase("{ \"Rules\": {\n\"a b\": { \"Signal\": \"node-cpu-utilization\", \"Threshold\": 1, \"Resource\": \"cpu\" } } }", 2, "the rule's name may have letters")]
    [TestCase("{ \"Signals\": {\n\"PrometheusUrl\": \"localhost\" } }", 2, "must be an address such as")]
    [TestCase("{ \"Signals\": {\n\"File\": \"relative\" } }", 2, "must be an absolute path")]
    [TestCase("{ \"Signals\": { \"Queries\": {\n\"x\": { \"Query\": \"1\" } } } }", 2, "need PrometheusUrl")]
    [TestCase("{ \"Signals\": {\n\"QueryBound\": \"100m\" } }", 2, "QueryBound must be above zero and at most 01:00:00")]
    public void Run_WrongRule_NamesLineAndRemedy(string json, int line, string message)
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(Encoding.UTF8.GetBytes(json));

        Assert.That(problems, Has.Some.Matches<ConfigurationProblem>(p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)),
            () => string.Join('\n', problems));
    }

    [Test]
    public void Run_EverySettingOfSignalsAndRules_IsWelcome()
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run("""
            {
              "Signals": {
                "File": "/var/lib/shadowmig/signals", "FileMaxAge": "90s", "PrometheusUrl": "http://127.0.0.1:9090", "QueryInterval": "15s", "QueryBound": "5s",
                "Queries": { "latency": { "Query": "max by (domain) (x{node=\"$node\"})", "Scope": "guest" }, "disk": { "Query": "1" } },
              },
              "Rules": {
                "cpu-overload": { "Enabled": false },
                "hot": { "Signal": "file:temperature", "Threshold": 80, "Clearing": 70, "Effect": "degrading", "Resource": "hardware" },
                "slow": { "Signal": "query:latency", "Scope": "node", "Aggregate": "mean", "Threshold": 0.1, "Resource": "latency", "Severity": "critical" },
                "disk": { "Signal": "query:disk", "Comparison": "below", "Threshold": -1, "Clearing": 0, "Duration": "0s", "ClearDuration": "1m", "Resource": "io" },
                "restless": { "Signal": "node-cpu-utilization", "Method": "iqr", "Safety": 1.5, "Interval": "10s", "Threshold": "100%", "Resource": "cpu" },
              },
            }
            """u8);

        Assert.That(problems, Is.Empty, () => string.Join('\n', problems));
    }
}
