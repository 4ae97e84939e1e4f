using System.Globalization;
using System.Net;
using System.Text;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Draws series on two axes as SVG. Pure.</summary>
internal static class SvgPlot
{
    private const double Width = 760, Height = 460, Left = 70, Right = 190, Top = 40, Bottom = 55;

    private static readonly string[] Colours =
        ["#1b6ca8", "#d1495b", "#2e933c", "#edae49", "#6f2dbd", "#00798c", "#8d5524", "#111111", "#5c6b73", "#9bc53d", "#30638e", "#b5179e"];

    public static string Draw(string title, PlotAxis x, PlotAxis y, IReadOnlyList<PlotSeries> series)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Add(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"15\" font-weight=\"bold\">{Text(title)}</text>");
        DrawAxes(svg, x, y);
        for (int i = 0; i < series.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            DrawSeries(svg, x, y, series[i], colour);
            double line = Top + 8 + i * 18;
            Add(svg, $"<circle cx=\"{Width - Right + 18}\" cy=\"{line}\" r=\"4\" fill=\"{colour}\"/>");
            Add(svg, $"<text x=\"{Width - Right + 28}\" y=\"{line + 4}\">{Text(series[i].Name)}</text>");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawAxes(StringBuilder svg, PlotAxis x, PlotAxis y)
    {
        double bottom = Height - Bottom, right = Width - Right;
        foreach (double mark in x.Marks())
        {
            double at = X(x, mark);
            Add(svg, $"<line x1=\"{at:0.0}\" y1=\"{Top}\" x2=\"{at:0.0}\" y2=\"{bottom}\" stroke=\"#dddddd\"/>");
            Add(svg, $"<text x=\"{at:0.0}\" y=\"{bottom + 18}\" text-anchor=\"middle\">{PlotAxis.Label(mark)}</text>");
        }
        foreach (double mark in y.Marks())
        {
            double at = Y(y, mark);
            Add(svg, $"<line x1=\"{Left}\" y1=\"{at:0.0}\" x2=\"{right}\" y2=\"{at:0.0}\" stroke=\"#dddddd\"/>");
            Add(svg, $"<text x=\"{Left - 8}\" y=\"{at + 4:0.0}\" text-anchor=\"end\">{PlotAxis.Label(mark)}</text>");
        }
        Add(svg, $"<text x=\"{(Left + right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{Text(x.Title)}</text>");
        Add(svg, $"<text transform=\"translate(18 {(Top + bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Text(y.Title)}</text>");
    }

    private static void DrawSeries(StringBuilder svg, PlotAxis x, PlotAxis y, PlotSeries series, string colour)
    {
        if (series.IsLine)
        {
            string path = string.Join(' ', series.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(x, p.X):0.0},{Y(y, p.Y):0.0}")));
            string dash = series.IsDashed ? " stroke-dasharray=\"6 4\"" : "";
            Add(svg, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/>");
            return;
        }
        foreach ((double px, double py) in series.Points)
            Add(svg, $"<circle cx=\"{X(x, px):0.0}\" cy=\"{Y(y, py):0.0}\" r=\"4\" fill=\"{colour}\" fill-opacity=\"0.75\"/>");
    }

    private static double X(PlotAxis axis, double value) => Left + axis.Place(value) * (Width - Left - Right);

    private static double Y(PlotAxis axis, double value) => Height - Bottom - axis.Place(value) * (Height - Top - Bottom);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
