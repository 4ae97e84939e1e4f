using Prometheus;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of this node and of the sampler, from the sampler's snapshot.</summary>
internal sealed class NodeMetrics
{
    private readonly GaugeSeries _cpus, _cpu, _memoryTotal, _memoryAvailable, _memory, _pressure;
    private readonly Gauge _collectorUp, _collectorDuration, _stale;
    private readonly Counter _ticks;

    /// <summary>Declares the metrics.</summary>
    public NodeMetrics(IMetricFactory factory)
    {
        GaugeSeries Declare(string name, string help, params string[] more) => new(factory.CreateGauge($"shadowmig_node_{name}", help, ["node", .. more]));
        _cpus = Declare("cpus", "Logical processors of the node.");
        _cpu = Declare("cpu_utilization_ratio", "Share of processor time in use.");
        _memoryTotal = Declare("memory_total_bytes", "Physical memory of the node.");
        _memoryAvailable = Declare("memory_available_bytes", "Memory that new guests can get without swapping.");
        _memory = Declare("memory_utilization_ratio", "Share of memory in use.");
        _pressure = Declare("pressure_ratio", "Share of the last 10 s in which some task stalled for the resource (pressure stall information).", "resource");
        _collectorUp = factory.CreateGauge("shadowmig_collector_up", "Whether libvirt answered the sampler's last tick.");
        _collectorDuration = factory.CreateGauge("shadowmig_collector_duration_seconds", "How long the sampler's last tick took.");
        _ticks = factory.CreateCounter("shadowmig_collector_ticks_total", "Ticks of the sampler, answered or not: their rate is the period that it keeps.");
        _stale = factory.CreateGauge("shadowmig_collector_stale_domains", "Guests whose readings are too old to decide anything.");
    }

    /// <summary>Takes over a snapshot.</summary>
    public void Update(NodeSnapshot snapshot)
    {
        _collectorUp.Set(snapshot.CollectorUp ? 1 : 0);
        _ticks.IncTo(snapshot.Ticks);
        _collectorDuration.Set(snapshot.CollectorDuration.TotalSeconds);
        _stale.Set(snapshot.Guests.Count(g => g.IsStale));
        if (snapshot.Node is { IsStale: false } node)
            Set(node);
        foreach (GaugeSeries series in (GaugeSeries[])[_cpus, _cpu, _memoryTotal, _memoryAvailable, _memory, _pressure])
            series.Sweep();
    }

    private void Set(NodeSample node)
    {
        _cpus.Set(node.Cpus, node.HostName);
        _cpu.Set(node.CpuUtilization, node.HostName);
        _memoryTotal.Set(node.MemoryTotal?.Value, node.HostName);
        _memoryAvailable.Set(node.MemoryAvailable?.Value, node.HostName);
        _memory.Set(node.MemoryUtilization, node.HostName);
        foreach ((string resource, double share) in node.Pressure)
            _pressure.Set(share, node.HostName, resource);
    }
}
