using Prometheus;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of the guests of this node, from the sampler's snapshot.</summary>
internal sealed class GuestMetrics
{
    private static readonly string[] Guest = ["domain", "uuid"];

    private readonly Gauge _domains;
    private readonly GaugeSeries _dirtyRate, _vcpuDirtyRate, _workingSet, _memoryTotal, _memoryResident, _zeroPages, _pageSize, _network, _cpu, _steal, _stale;
    private readonly CounterSeries _majorFaults, _swapIn;

    /// <summary>Declares the metrics.</summary>
    public GuestMetrics(IMetricFactory factory)
    {
        GaugeSeries Declare(string name, string help, params string[] more) => new(factory.CreateGauge($"shadowmig_domain_{name}", help, [.. Guest, .. more]));
        _domains = factory.CreateGauge("shadowmig_domains", "Active guests of this node.");
        _dirtyRate = Declare("dirty_rate_bytes_per_second", "Distinct memory that the guest writes a second, over the shortest period measured.", "mode");
        _vcpuDirtyRate = Declare("vcpu_dirty_rate_bytes_per_second", "The same for one virtual processor; with the dirty ring only.", "vcpu");
        _workingSet = Declare("working_set_bytes", "Writable working set: distinct memory written within the longest period measured.");
        _memoryTotal = Declare("memory_total_bytes", "Memory of the guest.");
        _memoryResident = Declare("memory_resident_bytes", "Memory of the guest that is resident on this node.");
        _zeroPages = Declare("zero_page_ratio", "Share of pages that hold only zeroes; from the shadow probe.");
        _pageSize = Declare("page_size_bytes", "Size of the pages that back the guest's memory.");
        _network = Declare("network_bytes_per_second", "Traffic of the guest's network interfaces.", "direction");
        _cpu = Declare("cpu_utilization_ratio", "Share of its virtual processors that the guest keeps busy.");
        _steal = Declare("cpu_steal_ratio", "Share of time that its virtual processors wanted to run and could not.");
        _stale = Declare("stale", "1 when the guest's readings are too old to decide anything, for example since its QEMU hangs.");
        _majorFaults = new(factory.CreateCounter("shadowmig_domain_major_faults_total", "Page faults of the guest that needed I/O, as its balloon reports them.", Guest));
        _swapIn = new(factory.CreateCounter("shadowmig_domain_swap_in_bytes_total", "Memory that the guest swapped in, as its balloon reports it.", Guest));
    }

    /// <summary>Takes over a snapshot; guests that left lose their series.</summary>
    public void Update(NodeSnapshot snapshot)
    {
        _domains.Set(snapshot.Guests.Count);
        foreach (GuestSample guest in snapshot.Guests)
            Set(guest, snapshot.Observations.GetValueOrDefault(guest.Domain.Uuid));
        foreach (GaugeSeries series in (GaugeSeries[])[_dirtyRate, _vcpuDirtyRate, _workingSet, _memoryTotal, _memoryResident, _zeroPages, _pageSize, _network, _cpu, _steal, _stale])
            series.Sweep();
        _majorFaults.Sweep();
        _swapIn.Sweep();
    }

    private void Set(GuestSample guest, GuestObservation? observation)
    {
        string name = guest.Domain.Name;
        string uuid = guest.Domain.Uuid.ToString();
        _memoryTotal.Set((guest.MemoryTotal ?? observation?.MemoryTotal)?.Value, name, uuid);
        _memoryResident.Set((guest.MemoryResident ?? observation?.MemoryResident)?.Value, name, uuid);
        _network.Set(guest.ReceiveRate?.Value, name, uuid, "receive");
        _network.Set(guest.SendRate?.Value, name, uuid, "transmit");
        _stale.Set(guest.IsStale ? 1 : 0, name, uuid);
        _cpu.Set(guest.CpuUsage / guest.VirtualCpus, name, uuid);
        _steal.Set(guest.StealRatio, name, uuid);
        _majorFaults.Set(guest.MajorFaults, name, uuid);
        _swapIn.Set(guest.SwapIn?.Value, name, uuid);
        if (observation is null)
            return;
        _pageSize.Set(observation.PageSize.Value, name, uuid);
        _zeroPages.Set(observation.ZeroPageRatio, name, uuid);
        if (observation.DirtyRateMode is { } mode)
            _dirtyRate.Set(observation.DirtyRate?.Value, name, uuid, mode.Name());
        foreach ((int vcpu, BytesPerSecond rate) in observation.VcpuDirtyRates)
            _vcpuDirtyRate.Set(rate.Value, name, uuid, vcpu.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (observation.WorkingSet.Count > 0)
            _workingSet.Set(observation.WorkingSet.MaxBy(p => p.Period).Distinct.Value, name, uuid);
    }
}
