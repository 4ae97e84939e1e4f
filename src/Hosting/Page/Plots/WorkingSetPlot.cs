using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Plots;

/// <summary>The writable working set curve: the points that were measured, and the curve that the planner fits to them.</summary>
internal static class WorkingSetPlot
{
    private const int Samples = 60;

    /// <summary>Draws it, with a table of the points.</summary>
    /// <param name="id">Its identifier on the page.</param>
    /// <param name="observation">What was measured; without a point there is only a sentence.</param>
    public static Html Draw(string id, GuestObservation observation)
    {
        WorkingSetPoint[] points = [.. observation.WorkingSet.Where(p => p.Period > TimeSpan.Zero)];
        if (points.Length == 0)
            return Html.Of($"""<p class="empty">No working set of {observation.Domain.Name} was measured.</p>""");
        double last = points.Max(p => p.Period.TotalSeconds);
        WorkingSetCurve curve = WorkingSetFit.Fit(points, observation.MemoryTotal).Curve;
        PlotPoint[] fitted = [.. Enumerable.Range(0, Samples + 1).Select(i => last * i / Samples).Select(t => new PlotPoint(t, curve.At(t)))];
        PlotPoint[] observed = [.. points.Select(p => new PlotPoint(p.Period.TotalSeconds, p.Distinct.Value, p.Error?.Value))];
        Plot plot = new()
        {
            Id = id,
            Title = "Writable working set",
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"Distinct memory that {observation.Domain.Name} writes within a time: {points.Length} points, up to {HumanText.RoughSize(points[^1].Distinct)} within {HumanText.Time(points[^1].Period)}. The table has the points."),
            X = PlotAxis.Seconds("within", [last]),
            Y = PlotAxis.Bytes("distinct memory", observed.Select(p => p.Y + (p.Error ?? 0)).Concat(fitted.Select(p => p.Y))),
            Series = [new("fitted curve", PlotStyle.Fitted, fitted), new("measured, with standard error", PlotStyle.Observed, observed)],
        };
        return Html.Join([plot.Draw(), Points(points)]);
    }

    private static Html Points(WorkingSetPoint[] points)
    {
        Table table = new("Working set as measured", "within", "distinct memory", "standard error");
        foreach (WorkingSetPoint point in points)
            table.Row(Html.Text(HumanText.Time(point.Period)), Html.Text(HumanText.RoughSize(point.Distinct)), Html.Text(HumanText.RoughSize(point.Error)));
        return table.ToHtml("");
    }
}
