using Prometheus;

namespace ShadowMig.Hosting.Metrics;

/// <summary>A gauge whose series exist only while somebody sets them: what was not set since the last sweep is removed.</summary>
internal sealed class GaugeSeries(Gauge gauge)
{
    private readonly LiveSeries<Gauge.Child> _series = new(labels => gauge.WithLabels(labels), labels => gauge.RemoveLabelled(labels));

    /// <summary>Sets one series; an unknown value leaves the series out.</summary>
    public void Set(double? value, params ReadOnlySpan<string> labels)
    {
        if (value is { } known && double.IsFinite(known))
            _series.Touch(labels).Set(known);
    }

    /// <summary>Removes the series that were not set since the last sweep.</summary>
    public void Sweep() => _series.Sweep();
}
