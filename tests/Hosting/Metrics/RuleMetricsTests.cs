using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Hosting.Tests.Metrics;

public sealed class RuleMetricsTests
{
    private const string Guest = "domain=\"web\",uuid=\"11111111-2222-3333-4444-555555555555\"";

    private MetricsFixture _metrics = null!;

    [SetUp]
    public void SetUp() => _metrics = new();

    [TearDown]
    public void TearDown() => _metrics.Dispose();

    [Test]
    public async Task Scrape_RulesJudged_ShowsResourcesStatesAndSignals()
    {
        _metrics.Rules = Samples.Rules;

        string[] expected =
        [
            "shadowmig_node_overloaded{node=\"node1\",resource=\"cpu\"} 1",
            "shadowmig_node_overloaded{node=\"node1\",resource=\"memory\"} 0",
            "shadowmig_node_degrading{node=\"node1\",resource=\"hardware\"} 1",
            $"shadowmig_domain_overloaded{{{Guest},resource=\"memory\"}} 1",
            "shadowmig_rule_state{node=\"node1\",rule=\"cpu-overload\",state=\"clearing\"} 1",
            "shadowmig_rule_state{node=\"node1\",rule=\"cpu-overload\",state=\"overloaded\"} 0",
            "shadowmig_rule_state{node=\"node1\",rule=\"thrashing\",state=\"unknown\"} 1",
            "shadowmig_rule_stale{node=\"node1\",rule=\"cpu-overload\"} 0",
            "shadowmig_rule_stale{node=\"node1\",rule=\"thrashing\"} 1",
            "shadowmig_signal_value{node=\"node1\",signal=\"node-cpu-utilization\"} 0.75",
            $"shadowmig_domain_signal_value{{{Guest},signal=\"guest-major-fault-rate\"}} 300",
        ];
        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();
        Assert.That(expected.Except(lines), Is.Empty, () => string.Join('\n', lines));
    }

    [Test]
    public async Task Scrape_RuleThatKnowsNothing_HasNoVerdict()
    {
        _metrics.Rules = Samples.Rules with { Statuses = [Samples.RuleStatus("thrashing", RuleState.Unknown)] };

        Assert.That(await _metrics.ScrapeAsync(), Has.None.StartWith("shadowmig_node_overloaded").And.None.StartWith("shadowmig_node_degrading"));
    }

    [Test]
    public async Task Scrape_RulesReplaced_LeavesNoOldSeries()
    {
        _metrics.Rules = Samples.Rules;
        await _metrics.ScrapeAsync();
        _metrics.Rules = Samples.Rules with { Statuses = [], Sample = Samples.Rules.Sample! with { Readings = [] } };

        Assert.That(await _metrics.ScrapeAsync(), Has.None.Contain("rule=").And.None.Contain("signal=").And.None.StartWith("shadowmig_node_overloaded"));
    }

    [Test]
    public async Task Scrape_StaleReading_HasNoSeries()
    {
        SignalReading stale = new(SignalNames.NodeCpuUtilization, null, 1, Samples.At.AddMinutes(-1), Samples.At.AddSeconds(-1));
        _metrics.Rules = Samples.Rules with { Sample = Samples.Rules.Sample! with { Readings = [stale] } };

        Assert.That(await _metrics.ScrapeAsync(), Has.None.StartWith("shadowmig_signal_value"));
    }

    [Test]
    public async Task Scrape_ReloadRefused_SaysSo()
    {
        _metrics.Reload.LastSucceeded = false;

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_config_last_reload_success 0"));
    }
}
