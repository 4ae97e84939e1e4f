using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The running counts of one shadow probe.</summary>
internal sealed class ShadowProbeTally
{
    private readonly List<WorkingSetPoint> _points = [];
    private int _pages, _zero;
    private long _changedPages, _changedBytes;
    private int _compared, _changedInGap;
    private TimeSpan _gaps;

    /// <summary>A page was read for the first time.</summary>
    public void AddFirst(bool isZero)
    {
        _pages++;
        _zero += isZero ? 1 : 0;
    }

    /// <summary>A page was read again.</summary>
    public void AddSecond(int changedBytes, TimeSpan gap)
    {
        _compared++;
        _gaps += gap;
        if (changedBytes == 0)
            return;
        _changedInGap++;
        _changedPages++;
        _changedBytes += changedBytes;
    }

    /// <summary>All pages of a gap were read: makes a point of them when there are enough.</summary>
    public void CloseGap(ByteCount memoryTotal, int minPages)
    {
        if (_compared >= minPages)
        {
            double share = _changedInGap / (double)_compared;
            TimeSpan mean = TimeSpan.FromMilliseconds(Math.Round(_gaps.TotalMilliseconds / _compared));
            _points.Add(new(mean, new((long)(share * memoryTotal.Value))));
        }

        (_compared, _changedInGap, _gaps) = (0, 0, TimeSpan.Zero);
    }

    /// <summary>The counts of all gaps.</summary>
    public ShadowProbeResult Result(int pageBytes, TimeSpan elapsed) => new()
    {
        Pages = _pages,
        ZeroPages = _zero,
        Points = _points,
        ChangedByteRatio = _changedPages > 0 ? _changedBytes / (double)(_changedPages * pageBytes) : null,
        Elapsed = elapsed,
    };
}
