using System.Globalization;

namespace ShadowMig.Hosting.Page.Plots;

/// <summary>An axis from 0 to a round number.</summary>
/// <param name="Name">What it measures, with its unit.</param>
/// <param name="Max">Where it ends, in the unit of the values.</param>
/// <param name="Ticks">Marks with their labels.</param>
internal sealed record PlotAxis(string Name, double Max, IReadOnlyList<(double At, string Label)> Ticks)
{
    private const int MostTicks = 5;

    private static readonly (double Size, string Name)[] ByteUnits =
        [(1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB"), (1, "B")];

    private static readonly (double Size, string Name)[] TimeUnits = [(1, "s"), (1e-3, "ms")];

    /// <summary>An axis of bytes that has room for values.</summary>
    public static PlotAxis Bytes(string name, IEnumerable<double> values) => Of(name, values, ByteUnits);

    /// <summary>An axis of seconds that has room for values.</summary>
    public static PlotAxis Seconds(string name, IEnumerable<double> values) => Of(name, values, TimeUnits);

    private static PlotAxis Of(string name, IEnumerable<double> values, (double Size, string Name)[] units)
    {
        double largest = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (largest <= 0)
            largest = 1;
        (double size, string unit) = units.FirstOrDefault(u => largest >= u.Size, units[^1]);
        double step = Step(largest / size / MostTicks);
        int count = Math.Max(1, (int)Math.Ceiling((largest / size / step) - 1e-9));
        return new(
            $"{name}, {unit}",
            count * step * size,
            [.. Enumerable.Range(0, count + 1).Select(i => (i * step * size, (i * step).ToString("0.###", CultureInfo.InvariantCulture)))]);
    }

    // 1, 2 or 5 of a power of ten, not below.
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double lead = least / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
