namespace ShadowMig.Benchmarks.Report;

/// <summary>Points of one colour.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">In the axes' units.</param>
/// <param name="IsLine">Joined, instead of dots.</param>
/// <param name="IsDashed">With <paramref name="IsLine"/>.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsLine = false, bool IsDashed = false);
