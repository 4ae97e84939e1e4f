using Prometheus;

namespace ShadowMig.Hosting.Metrics;

/// <summary>A counter that another party counts: follows its value, starts anew when that starts anew, ends when nobody sets it.</summary>
internal sealed class CounterSeries(Counter counter)
{
    private readonly SeriesKeys _keys = new();

    /// <summary>Sets one series to what was counted; an unknown value leaves the series out.</summary>
    public void Set(double? value, params string[] labels)
    {
        if (value is not { } known)
            return;
        _keys.Touch(labels);
        if (known < counter.WithLabels(labels).Value)
            counter.RemoveLabelled(labels);
        counter.WithLabels(labels).IncTo(known);
    }

    /// <summary>Removes the series that were not set since the last sweep.</summary>
    public void Sweep() => _keys.Sweep(counter.RemoveLabelled);
}
