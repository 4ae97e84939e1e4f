using Prometheus;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Watching;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of the rules, from the rule watcher's report.</summary>
internal sealed class RuleMetrics
{
    private readonly GaugeSeries _nodeOverloaded, _nodeDegrading, _guestOverloaded, _state, _stale, _signal, _guestSignal;

    /// <summary>Declares the metrics.</summary>
    public RuleMetrics(IMetricFactory factory)
    {
        GaugeSeries Declare(string name, string help, params string[] labels) => new(factory.CreateGauge($"shadowmig_{name}", help, labels));
        _nodeOverloaded = Declare("node_overloaded", "1 while a rule says that the node is overloaded in this resource.", "node", "resource");
        _nodeDegrading = Declare("node_degrading", "1 while a rule says that this part of the node fails.", "node", "resource");
        _guestOverloaded = Declare("domain_overloaded", "1 while a rule says that the guest is short of this resource.", "domain", "uuid", "resource");
        _state = Declare("rule_state", "1 for the state that the node's rule is in, 0 for the others.", "node", "rule", "state");
        _stale = Declare("rule_stale", "1 when the rule's signal has no reading that may decide; its state is the last known.", "node", "rule");
        _signal = Declare("signal_value", "Last reading of a signal that rules of the node use, in the signal's own unit.", "node", "signal");
        _guestSignal = Declare("domain_signal_value", "Last reading of a signal that rules of guests use, in the signal's own unit.", "domain", "uuid", "signal");
    }

    /// <summary>Takes over a report; what it does not know has no series.</summary>
    /// <param name="report">The rules of this node.</param>
    /// <param name="fleet">Where the rule about what guests ask for stands, by node of the inventory.</param>
    public void Update(RuleReport report, IReadOnlyList<(string Node, RuleStatus Status)> fleet)
    {
        SetOverloads([.. fleet, .. report.Sample?.Node is { } name ? report.Statuses.Select(status => (name, status)) : []]);
        if (report.Sample is { } sample)
        {
            if (sample.Node is { } node)
                SetNode(node, [.. report.Statuses.Where(status => status.Guest is null)], sample);
            SetGuests([.. report.Statuses.Where(status => status.Guest is not null)], sample);
        }

        foreach (GaugeSeries series in (GaugeSeries[])[_nodeOverloaded, _nodeDegrading, _guestOverloaded, _state, _stale, _signal, _guestSignal])
            series.Sweep();
    }

    // A node of the inventory may be this one under the same name: it is overloaded if either says so.
    private void SetOverloads((string Node, RuleStatus Status)[] all)
    {
        foreach (var known in all.Where(s => s.Status is { Guest: null, State: not RuleState.Unknown }).GroupBy(s => (s.Node, s.Status.Rule.Effect, s.Status.Rule.Resource)))
        {
            GaugeSeries series = known.Key.Effect == RuleEffect.Degrading ? _nodeDegrading : _nodeOverloaded;
            series.Set(known.Any(s => s.Status.IsInEffect) ? 1 : 0, known.Key.Node, known.Key.Resource);
        }
    }

    private void SetNode(string node, IReadOnlyList<RuleStatus> statuses, SignalSample sample)
    {
        foreach (RuleStatus status in statuses)
        {
            foreach (RuleState state in Enum.GetValues<RuleState>())
                _state.Set(state == status.State ? 1 : 0, node, status.Rule.Name, state.Name());
            _stale.Set(status.IsStale ? 1 : 0, node, status.Rule.Name);
        }

        foreach (SignalReading reading in sample.Readings.Where(reading => reading.Guest is null && reading.IsFresh(sample.At)))
            _signal.Set(reading.Value, node, reading.Signal);
    }

    private void SetGuests(IReadOnlyList<RuleStatus> statuses, SignalSample sample)
    {
        foreach (var known in statuses.Where(status => status.State != RuleState.Unknown).GroupBy(status => (status.Guest, status.Rule.Resource)))
            _guestOverloaded.Set(known.Any(status => status.IsInEffect) ? 1 : 0, known.Key.Guest!.Name, known.Key.Guest.Uuid.ToString(), known.Key.Resource);
        foreach (SignalReading reading in sample.Readings.Where(reading => reading.IsFresh(sample.At)))
        {
            if (reading.Guest is { } guest)
                _guestSignal.Set(reading.Value, guest.Name, guest.Uuid.ToString(), reading.Signal);
        }
    }
}
