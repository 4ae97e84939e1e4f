using Prometheus;

namespace ShadowMig.Hosting.Metrics;

/// <summary>A gauge whose series exist only while somebody sets them: what was not set since the last sweep is removed.</summary>
internal sealed class GaugeSeries(Gauge gauge)
{
    private readonly SeriesKeys _keys = new();

    /// <summary>Sets one series; an unknown value leaves the series out.</summary>
    public void Set(double? value, params string[] labels)
    {
        if (value is not { } known || !double.IsFinite(known))
            return;
        _keys.Touch(labels);
        gauge.WithLabels(labels).Set(known);
    }

    /// <summary>Removes the series that were not set since the last sweep.</summary>
    public void Sweep() => _keys.Sweep(gauge.RemoveLabelled);
}
