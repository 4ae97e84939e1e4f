using Prometheus;

namespace ShadowMig.Hosting.Metrics;

/// <summary>A counter that another party counts: follows its value, starts anew when that starts anew, ends when nobody sets it.</summary>
internal sealed class CounterSeries(Counter counter)
{
    private readonly LiveSeries<Counter.Child> _series = new(labels => counter.WithLabels(labels), labels => counter.RemoveLabelled(labels));

    /// <summary>Sets one series to what was counted; an unknown value leaves the series out.</summary>
    public void Set(double? value, params ReadOnlySpan<string> labels)
    {
        if (value is not { } known)
            return;
        Counter.Child series = _series.Touch(labels);
        if (known < series.Value)
            series = _series.Renew(labels);
        series.IncTo(known);
    }

    /// <summary>Removes the series that were not set since the last sweep.</summary>
    public void Sweep() => _series.Sweep();
}
