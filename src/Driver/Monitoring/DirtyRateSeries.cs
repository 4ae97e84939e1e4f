using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The results of a guest's dirty-rate calculations over several periods.</summary>
/// <remarks>
/// Mode dirty-ring counts a page each time that KVM puts it into the ring, not once: it tells how fast each processor
/// dirties, but over-states distinct memory (88 MiB in 1 s and 256 MiB in 4 s of a guest that writes to 32 MiB, libvirt 9.0
/// and 11.3). Its points are therefore held below what page-sampling found over the same or a longer period.
/// </remarks>
internal sealed class DirtyRateSeries(DirtyRateMode mode, ByteCount memory)
{
    private readonly List<DirtyRateResult> _results = [];

    /// <summary>How pages were counted.</summary>
    public DirtyRateMode Mode { get; } = mode;

    /// <summary>Whether a job on the guest ended the measurement.</summary>
    public bool IsCutShort { get; set; }

    /// <summary>Whether there is any result.</summary>
    public bool IsEmpty => _results.Count == 0;

    /// <summary>Whether the shortest period found nothing although a longer one did; page-sampling does that under load.</summary>
    public bool IsShortestMissed => !IsEmpty && Shortest.All(r => !r.HasFound) && _results.Any(r => r.HasFound);

    /// <summary>One point for each result.</summary>
    public IEnumerable<WorkingSetReading> Readings => _results.Select(WorkingSet);

    /// <summary>Mean rate over the shortest period; null without a result.</summary>
    public BytesPerSecond? Rate => IsEmpty ? null : new(Shortest.Average(r => WorkingSet(r).Bytes / r.Period.TotalSeconds));

    /// <summary>What was written in each of the shortest periods, oldest first.</summary>
    public IReadOnlyList<ActivitySample> Activity =>
        [.. Shortest.Select(r => new ActivitySample(r.At - r.Period, r.Period, new((long)WorkingSet(r).Bytes)))];

    /// <summary>Mean rate of each virtual processor over the shortest period.</summary>
    public IReadOnlyDictionary<int, BytesPerSecond> VcpuRates => Shortest
        .SelectMany(r => r.Reading.VcpuMebibytesPerSecond)
        .GroupBy(vcpu => vcpu.Key)
        .ToDictionary(vcpu => vcpu.Key, vcpu => BytesPerSecond.FromMebibytes(vcpu.Average(v => (double)v.Value)));

    private TimeSpan ShortestPeriod => _results.Select(r => r.Period).DefaultIfEmpty().Min();

    private IEnumerable<DirtyRateResult> Shortest => _results.Where(r => r.Period == ShortestPeriod);

    /// <summary>Adds a result; QEMU's own period counts when counting took longer than asked for.</summary>
    public void Add(DateTimeOffset at, TimeSpan period, DirtyRateMode counted, DirtyRateReading reading) =>
        _results.Add(new(at, reading.Period > period ? reading.Period.Value : period, counted, reading, memory));

    private WorkingSetReading WorkingSet(DirtyRateResult result)
    {
        WorkingSetReading counted = result.WorkingSet;
        return result.Mode == DirtyRateMode.DirtyRing && Sampled(result.Period) is { } sampled && sampled.Bytes < counted.Bytes
            ? sampled with { Period = counted.Period }
            : counted;
    }

    /// <summary>The least that page-sampling found over this period or a longer one; a sample that hit nothing tells nothing.</summary>
    private WorkingSetReading? Sampled(TimeSpan period)
    {
        WorkingSetReading[] found = [.. _results
            .Where(r => r.Mode == DirtyRateMode.PageSampling && r.Period >= period && r.HasFound)
            .Select(r => r.WorkingSet)];
        return found.Length > 0 ? found.MinBy(reading => reading.Bytes) : null;
    }
}
