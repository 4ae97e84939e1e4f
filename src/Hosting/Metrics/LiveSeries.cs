namespace ShadowMig.Hosting.Metrics;

/// <summary>The series of a metric that are alive. Setting one again allocates nothing, however many guests there are.</summary>
/// <param name="create">Makes a series of the library's for its labels.</param>
/// <param name="remove">Takes it away.</param>
internal sealed class LiveSeries<TSeries>(Func<string[], TSeries> create, Action<string[]> remove)
{
    private readonly Dictionary<string[], Entry> _alive = new(LabelComparer.Instance);
    private int _sweeps;

    /// <summary>The series of these labels, made if there is none; keeps it alive until the sweep after the next.</summary>
    public TSeries Touch(ReadOnlySpan<string> labels)
    {
        if (!_alive.GetAlternateLookup<ReadOnlySpan<string>>().TryGetValue(labels, out Entry? entry))
        {
            string[] kept = labels.ToArray();
            _alive[kept] = entry = new(create(kept));
        }

        entry.Sweep = _sweeps;
        return entry.Series;
    }

    /// <summary>Makes a series anew, as it was before it was ever set.</summary>
    public TSeries Renew(ReadOnlySpan<string> labels)
    {
        string[] kept = labels.ToArray();
        remove(kept);
        Entry entry = new(create(kept)) { Sweep = _sweeps };
        _alive[kept] = entry;
        return entry.Series;
    }

    /// <summary>Removes the series that were not touched since the last sweep.</summary>
    public void Sweep()
    {
        foreach ((string[] labels, Entry entry) in _alive)
        {
            if (entry.Sweep == _sweeps)
                continue;
            _alive.Remove(labels);
            remove(labels);
        }

        _sweeps++;
    }

    private sealed class Entry(TSeries series)
    {
        public TSeries Series { get; } = series;

        public int Sweep { get; set; }
    }
}
