using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Page.Plots;

/// <summary>A shaded area of a plot: where something is expected in eight of ten cases, with the middle case as a line.</summary>
/// <param name="Name">What is expected there, for the legend.</param>
/// <param name="X">From left to right.</param>
/// <param name="Y">From below to above; null for the whole height.</param>
internal sealed record PlotBox(string Name, Estimate X, Estimate? Y);
