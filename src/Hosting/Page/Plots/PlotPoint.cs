namespace ShadowMig.Hosting.Page.Plots;

/// <summary>One point of a plot.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
/// <param name="Error">Standard error of <paramref name="Y"/>, drawn as a bar; null without one.</param>
internal readonly record struct PlotPoint(double X, double Y, double? Error = null);
