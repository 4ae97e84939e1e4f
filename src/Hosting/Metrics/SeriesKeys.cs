namespace ShadowMig.Hosting.Metrics;

/// <summary>Which series of a metric are alive.</summary>
internal sealed class SeriesKeys
{
    private const char Separator = '\u001f';

    private Dictionary<string, string[]> _before = [];
    private Dictionary<string, string[]> _now = [];

    /// <summary>Keeps a series alive until the sweep after the next.</summary>
    public void Touch(string[] labels) => _now[string.Join(Separator, labels)] = labels;

    /// <summary>Hands over the series that were not touched since the last sweep.</summary>
    public void Sweep(Action<string[]> remove)
    {
        foreach ((string key, string[] labels) in _before)
        {
            if (!_now.ContainsKey(key))
                remove(labels);
        }

        (_before, _now) = (_now, []);
    }
}
