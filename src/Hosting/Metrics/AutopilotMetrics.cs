using Prometheus;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of the fleet and of the autopilot, from the autopilot's report.</summary>
internal sealed class AutopilotMetrics
{
    private readonly TimeProvider _time;
    private readonly GaugeSeries _up, _age, _demand, _guests, _cordoned, _outcome;
    private readonly Gauge _armed, _underWay;

    /// <summary>Declares the metrics.</summary>
    public AutopilotMetrics(IMetricFactory factory, TimeProvider time)
    {
        _time = time;
        GaugeSeries Declare(string name, string help) => new(factory.CreateGauge($"shadowmig_fleet_node_{name}", help, ["node"]));
        _up = Declare("up", "Whether the node of the inventory answered when it was last asked.");
        _age = Declare("sample_age_seconds", "Age of what is known of the node's guests.");
        _demand = Declare("demand_ratio", "Processors that the node's guests ask for, as a share of those that it has.");
        _guests = Declare("domains", "Active guests of the node.");
        _cordoned = Declare("cordoned", "Whether the node is to take no more guests.");
        _outcome = new(factory.CreateGauge("shadowmig_autopilot_outcome", "1 for what the autopilot's last look at the fleet came to, 0 for the others.", ["outcome"]));
        _armed = factory.CreateGauge("shadowmig_autopilot_armed", "Whether the autopilot moves guests.");
        _underWay = factory.CreateGauge("shadowmig_autopilot_moves_in_progress", "Moves of the autopilot that wait or run.");
    }

    /// <summary>Takes over a report; what it does not know has no series.</summary>
    /// <param name="report">Where the autopilot stands.</param>
    /// <param name="cordoned">Names of the nodes that are cordoned.</param>
    public void Update(AutopilotReport report, IReadOnlySet<string> cordoned)
    {
        DateTimeOffset now = _time.GetUtcNow();
        foreach (FleetNodeSample sample in report.Nodes)
        {
            string node = sample.Node.Name;
            _up.Set(sample.IsUp ? 1 : 0, node);
            _age.Set((now - sample.At)?.TotalSeconds, node);
            _cordoned.Set(cordoned.Contains(node) ? 1 : 0, node);
            if (!sample.IsUp)
                continue;
            _demand.Set(sample.Load, node);
            _guests.Set(sample.Guests.Count, node);
        }

        foreach (DecisionOutcome outcome in report.At is null ? [] : Enum.GetValues<DecisionOutcome>())
            _outcome.Set(outcome == report.Decision.Outcome ? 1 : 0, outcome.Name());
        _armed.Set(report.IsArmed ? 1 : 0);
        _underWay.Set(report.UnderWay.Count);
        foreach (GaugeSeries series in (GaugeSeries[])[_up, _age, _demand, _guests, _cordoned, _outcome])
            series.Sweep();
    }
}
