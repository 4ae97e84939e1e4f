namespace ShadowMig.Driver.Monitoring;

/// <summary>When it is time again for the statistics that cost the node most: those of balloons, virtual processors and interfaces.</summary>
internal sealed class DetailSchedule(TimeProvider time)
{
    /// <summary>A guest whose job lock somebody held for a moment answers at one of the next ticks; one that hangs does not.</summary>
    private const int Retries = 2;

    /// <summary>Rates need two readings, so the first two ticks of a guest ask for everything.</summary>
    private const int Readings = 2;

    private int _first = Readings;

    private int _retries;
    private long _last;

    /// <summary>Whether this tick asks for everything.</summary>
    public bool IsDue(MonitoringOptions options) =>
        _first > 0 || _retries > 0 || time.GetElapsedTime(_last) >= options.EffectiveDetailPeriod - (options.SamplePeriod / 2);

    /// <summary>A guest is there that was not: its load would else be known only a period or two later.</summary>
    public void Arrived() => _first = Readings;

    /// <summary>A tick asked for everything.</summary>
    /// <param name="isComplete">Whether every guest answered.</param>
    public void Done(bool isComplete)
    {
        _first = Math.Max(0, _first - 1);
        _retries = isComplete ? 0 : _retries > 0 ? _retries - 1 : Retries;
        _last = time.GetTimestamp();
    }
}
