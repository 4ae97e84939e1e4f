using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Tests.Autopilot;

namespace ShadowMig.Hosting.Tests.Metrics;

public sealed class AutopilotMetricsTests
{
    private MetricsFixture _metrics = null!;

    [SetUp]
    public void SetUp() => _metrics = new();

    [TearDown]
    public void TearDown() => _metrics.Dispose();

    [Test]
    public async Task Scrape_FleetWatched_ShowsEveryNode()
    {
        RuleStatus overloaded = new() { Rule = AutopilotRule.From(new()), State = RuleState.Overloaded, Since = Samples.At, Reason = new("code", "why") };
        _metrics.Rules = Samples.Rules;
        _metrics.Autopilot = new()
        {
            At = Samples.At,
            IsArmed = true,
            Nodes = [.. FleetSamples.Overload(Samples.At), FleetSamples.Node("n3", Samples.At) with { IsUp = false }],
            Loads = [("n1", overloaded), ("node1", overloaded with { State = RuleState.Ok }), ("n2", overloaded with { State = RuleState.Unknown })],
            UnderWay = [FleetSamples.Move],
            Decision = AutopilotDecision.Nothing with { Outcome = DecisionOutcome.NoMoveHelps },
        };
        _metrics.Cordons = [new("n3", "maintenance", Samples.At)];
        _metrics.ReadJournal();
        string[] expected =
        [
            "shadowmig_fleet_node_up{node=\"n1\"} 1",
            "shadowmig_fleet_node_up{node=\"n3\"} 0",
            "shadowmig_fleet_node_demand_ratio{node=\"n1\"} 1.5",
            "shadowmig_fleet_node_domains{node=\"n1\"} 3",
            "shadowmig_fleet_node_sample_age_seconds{node=\"n3\"} 5",
            "shadowmig_fleet_node_cordoned{node=\"n1\"} 0",
            "shadowmig_fleet_node_cordoned{node=\"n3\"} 1",
            "shadowmig_node_overloaded{node=\"n1\",resource=\"cpu\"} 1",
            "shadowmig_node_overloaded{node=\"node1\",resource=\"cpu\"} 1",
            "shadowmig_autopilot_outcome{outcome=\"no-move-helps\"} 1",
            "shadowmig_autopilot_outcome{outcome=\"nothing\"} 0",
            "shadowmig_autopilot_armed 1",
            "shadowmig_autopilot_moves_in_progress 1",
        ];
        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();
        Assert.That(expected.Except(lines), Is.Empty, () => string.Join('\n', lines));
        Assert.That(lines, Has.None.StartWith("shadowmig_node_overloaded{node=\"n2\"").And.None.StartWith("shadowmig_fleet_node_demand_ratio{node=\"n3\""));
    }

    [Test]
    public async Task Scrape_NoFleet_HasNoSeriesOfNodesAndNoOutcome()
    {
        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();
        Assert.That(lines, Has.None.StartWith("shadowmig_fleet_node_").And.None.StartWith("shadowmig_autopilot_outcome"));
        Assert.That(lines, Has.Some.EqualTo("shadowmig_autopilot_armed 0"));
    }
}
