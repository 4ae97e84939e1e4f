using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Plots;

/// <summary>A plot as inline SVG: axes, an expectation, series and a legend. What it shows stands in its description too.</summary>
internal sealed record Plot
{
    private const double Width = 440;
    private const double Left = 52;
    private const double Right = 428;
    private const double LegendLine = 17;
    private const double AreaHeight = 190;

    // Of a curve with more points the line says enough.
    private const int MostMarks = 40;

    /// <summary>Its identifier on the page.</summary>
    public required string Id { get; init; }

    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to see, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The axis across.</summary>
    public required PlotAxis X { get; init; }

    /// <summary>The axis up.</summary>
    public required PlotAxis Y { get; init; }

    /// <summary>Where the end is expected; null when nothing was predicted.</summary>
    public PlotBox? Expected { get; init; }

    /// <summary>What is drawn; series without points are left out.</summary>
    public required IReadOnlyList<PlotSeries> Series { get; init; }

    private IReadOnlyList<PlotSeries> Shown => [.. Series.Where(s => s.Points.Count > 0)];

    private double Top => 14 + (LegendLine * (Shown.Count + (Expected is null ? 0 : 1)));

    private double Bottom => Top + AreaHeight;

    /// <summary>Draws it.</summary>
    public Html Draw() => Html.Of(
        $"""
        <figure><figcaption>{Title}</figcaption>
        <svg viewBox="0 0 {Width} {Bottom + 42}" role="img" aria-labelledby="{Id}-title {Id}-text"><title id="{Id}-title">{Title}</title><desc id="{Id}-text">{Description}</desc>
        {Box()}{Grid()}{Shown.Select(DrawSeries)}{Legend()}</svg></figure>
        """);

    private double AtX(double value) => Left + (Math.Clamp(value / X.Max, 0, 1) * (Right - Left));

    private double AtY(double value) => Bottom - (Math.Clamp(value / Y.Max, 0, 1) * AreaHeight);

    private Html Grid() => Html.Of(
        $"""
        {Y.Ticks.Select(t => Html.Of($"""<path class="grid" d="M{Left} {AtY(t.At)}H{Right}"/><text x="{Left - 6}" y="{AtY(t.At) + 4}" text-anchor="end">{t.Label}</text>"""))}
        {X.Ticks.Select(t => Html.Of($"""<path class="axis" d="M{AtX(t.At)} {Bottom}v4"/><text x="{AtX(t.At)}" y="{Bottom + 17}" text-anchor="middle">{t.Label}</text>"""))}
        <path class="axis" d="M{Left} {Top}V{Bottom}H{Right}"/><text x="{(Left + Right) / 2}" y="{Bottom + 36}" text-anchor="middle">{X.Name}</text>
        <text transform="translate(13 {Bottom - (AreaHeight / 2)}) rotate(-90)" text-anchor="middle">{Y.Name}</text>
        """);

    private Html Box()
    {
        if (Expected is not { } box)
            return Html.Empty;
        double right = double.IsFinite(box.X.P90) ? AtX(box.X.P90) : Right;
        double left = Math.Min(AtX(box.X.P10), right - 2);
        double top = box.Y is { } y && double.IsFinite(y.P90) ? AtY(y.P90) : Top;
        double bottom = box.Y is { } low ? Math.Max(AtY(low.P10), top + 2) : Bottom;
        Html middle = box.Y is { } height
            ? Html.Of($"""<path class="middle" d="M{left} {AtY(height.P50)}H{right}"/>""")
            : Html.Empty;
        return Html.Of(
            $"""<rect class="expected" x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"/><path class="middle" d="M{AtX(box.X.P50)} {top}V{bottom}"/>{middle}""");
    }

    private Html DrawSeries(PlotSeries series)
    {
        bool hasMarks = series.Style != PlotStyle.Fitted && series.Points.Count <= MostMarks;
        return Html.Of($"""<g class="{ClassOf(series.Style)}">{Line(series)}{(hasMarks ? series.Points.Select(p => Mark(series.Style, p)) : [])}</g>""");
    }

    private Html Line(PlotSeries series)
    {
        IReadOnlyList<PlotPoint> points = series.FromOrigin ? [default, .. series.Points] : series.Points;
        return points.Count < 2 || series.Style is PlotStyle.Observed or PlotStyle.Current
            ? Html.Empty
            : Html.Of($"""<path class="line" d="{points.Select((p, i) => Html.Of($"{(i == 0 ? "M" : "L")}{AtX(p.X)} {AtY(p.Y)}"))}"/>""");
    }

    private Html Mark(PlotStyle style, PlotPoint point)
    {
        Html error = point.Error is { } e and > 0
            ? Html.Of($"""<path class="error" d="M{AtX(point.X)} {AtY(point.Y - e)}V{AtY(point.Y + e)}"/>""")
            : Html.Empty;
        return Html.Join([error, Symbol(style, AtX(point.X), AtY(point.Y))]);
    }

    private static Html Symbol(PlotStyle style, double x, double y) => style switch
    {
        PlotStyle.Predicted => Html.Of($"""<circle class="mark" cx="{x}" cy="{y}" r="3.5"/>"""),
        PlotStyle.Current => Html.Of($"""<path class="mark" d="M{x} {y - 6}l6 6l-6 6l-6 -6z"/>"""),
        PlotStyle.Fitted => Html.Empty,
        _ => Html.Of($"""<rect class="mark" x="{x - 3}" y="{y - 3}" width="6" height="6"/>"""),
    };

    private Html Legend()
    {
        IEnumerable<Html> lines = Shown.Select((series, i) => LegendOf(series, 14 + (LegendLine * i)));
        double y = 14 + (LegendLine * Shown.Count);
        return Expected is null
            ? Html.Join(lines)
            : Html.Join([.. lines, Html.Of($"""<rect class="expected" x="{Left}" y="{y - 9}" width="28" height="10"/><path class="middle" d="M{Left + 14} {y - 9}v10"/><text x="{Left + 36}" y="{y}">{Expected.Name}</text>""")]);
    }

    private static Html LegendOf(PlotSeries series, double y)
    {
        Html line = series.Style is PlotStyle.Observed or PlotStyle.Current ? Html.Empty : Html.Of($"""<path class="line" d="M{Left} {y - 4}h28"/>""");
        return Html.Of($"""<g class="{ClassOf(series.Style)}">{line}{Symbol(series.Style, Left + 14, y - 4)}</g><text x="{Left + 36}" y="{y}">{series.Name}</text>""");
    }

    private static string ClassOf(PlotStyle style) => style switch
    {
        PlotStyle.Predicted or PlotStyle.Fitted => "predicted",
        PlotStyle.Current => "current",
        _ => "actual",
    };
}
