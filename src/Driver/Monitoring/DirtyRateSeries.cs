using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The results of a guest's dirty-rate calculations over several periods.</summary>
/// <remarks>
/// QEMU rounds down to whole MiB/s, so a point is up to one MiB for each second of its period too low.
/// Mode dirty-ring counts a page each time that KVM puts it into the ring, not once: it tells how fast each processor
/// dirties, but over-states distinct memory (88 MiB in 1 s and 256 MiB in 4 s of a guest that writes to 32 MiB, libvirt 9.0
/// and 11.3). Its points are therefore held below what page-sampling found over the same or a longer period.
/// </remarks>
internal sealed class DirtyRateSeries(DirtyRateMode mode)
{
    private readonly List<(TimeSpan Period, DirtyRateMode Mode, DirtyRateReading Reading)> _results = [];

    /// <summary>How pages were counted.</summary>
    public DirtyRateMode Mode { get; } = mode;

    /// <summary>Whether there is any result.</summary>
    public bool IsEmpty => _results.Count == 0;

    /// <summary>Whether the shortest period found nothing although a longer one did; page-sampling does that under load.</summary>
    public bool IsShortestMissed => !IsEmpty && Shortest.All(r => r.MebibytesPerSecond == 0) && _results.Any(r => r.Reading.MebibytesPerSecond > 0);

    /// <summary>One point for each result: rate × period.</summary>
    public IEnumerable<WorkingSetPoint> Points => _results
        .Select(r => new WorkingSetPoint(r.Period, r.Mode == DirtyRateMode.DirtyRing ? Least(Distinct(r), Sampled(r.Period)) : Distinct(r)));

    /// <summary>Mean rate over the shortest period; null without a result.</summary>
    public BytesPerSecond? Rate => IsEmpty
        ? null
        : new(Points.Where(p => p.Period == ShortestPeriod).Average(p => p.Distinct.Value / p.Period.TotalSeconds));

    /// <summary>Mean rate of each virtual processor over the shortest period.</summary>
    public IReadOnlyDictionary<int, BytesPerSecond> VcpuRates => Shortest
        .SelectMany(r => r.VcpuMebibytesPerSecond)
        .GroupBy(vcpu => vcpu.Key)
        .ToDictionary(vcpu => vcpu.Key, vcpu => BytesPerSecond.FromMebibytes(vcpu.Average(v => (double)v.Value)));

    private TimeSpan ShortestPeriod => _results.Select(r => r.Period).DefaultIfEmpty().Min();

    private IEnumerable<DirtyRateReading> Shortest => _results.Where(r => r.Period == ShortestPeriod).Select(r => r.Reading);

    /// <summary>Adds a result; QEMU's own period counts when counting took longer than asked for.</summary>
    public void Add(TimeSpan period, DirtyRateMode counted, DirtyRateReading reading) =>
        _results.Add((reading.Period > period ? reading.Period.Value : period, counted, reading));

    private static ByteCount Distinct((TimeSpan Period, DirtyRateMode Mode, DirtyRateReading Reading) result) =>
        ByteCount.FromMebibytes((result.Reading.MebibytesPerSecond ?? 0) * result.Period.TotalSeconds);

    private static ByteCount Least(ByteCount counted, ByteCount? sampled) => sampled < counted ? sampled.Value : counted;

    /// <summary>The least that page-sampling found over this period or a longer one; a sample that hit nothing tells nothing.</summary>
    private ByteCount? Sampled(TimeSpan period)
    {
        ByteCount[] found = [.. _results
            .Where(r => r.Mode == DirtyRateMode.PageSampling && r.Period >= period && r.Reading.MebibytesPerSecond > 0)
            .Select(Distinct)];
        return found.Length > 0 ? found.Min() : null;
    }
}
