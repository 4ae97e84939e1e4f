namespace ShadowMig.Hosting.Page.Plots;

/// <summary>Points that belong together.</summary>
/// <param name="Name">What they are, for the legend.</param>
/// <param name="Style">How they are drawn.</param>
/// <param name="Points">The points, in the order in which they are joined.</param>
internal sealed record PlotSeries(string Name, PlotStyle Style, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>Whether the line begins where both axes meet.</summary>
    public bool FromOrigin { get; init; }
}
