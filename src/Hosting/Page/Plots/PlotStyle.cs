namespace ShadowMig.Hosting.Page.Plots;

/// <summary>How points are drawn; each differs from the others by its shape, not by its colour only.</summary>
internal enum PlotStyle
{
    /// <summary>Circles joined by a dashed line.</summary>
    Predicted,

    /// <summary>Squares joined by a solid line.</summary>
    Actual,

    /// <summary>A diamond, not joined.</summary>
    Current,

    /// <summary>A dashed line.</summary>
    Fitted,

    /// <summary>Squares, not joined, with their error.</summary>
    Observed,
}
