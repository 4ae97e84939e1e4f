using System.Globalization;

namespace ShadowMig.Benchmarks.Report;

/// <summary>One axis: its range, whether it is logarithmic, and where its marks stand. Pure.</summary>
internal sealed class PlotAxis
{
    /// <summary>1, 2 and 5 times every power of ten that a plot could need.</summary>
    private static readonly double[] Round =
        [.. Enumerable.Range(-6, 16).SelectMany(power => (double[])[1 * Math.Pow(10, power), 2 * Math.Pow(10, power), 5 * Math.Pow(10, power)])];

    private readonly bool _logarithmic;
    private readonly double _least;
    private readonly double _most;

    public PlotAxis(string title, IEnumerable<double> values, bool logarithmic)
    {
        Title = title;
        _logarithmic = logarithmic;
        double[] finite = [.. values.Where(v => double.IsFinite(v) && (!logarithmic || v > 0))];
        double low = finite.DefaultIfEmpty(logarithmic ? 1 : 0).Min(), high = finite.DefaultIfEmpty(1).Max();
        (_least, _most) = logarithmic
            ? (Round.Last(r => r <= low * 1.0001), Round.First(r => r >= high * 0.9999))
            : (0, Step(high) * Math.Ceiling(high / Step(high)));
        if (_most <= _least)
            _most = _logarithmic ? Round.First(r => r > _least * 1.0001) : _least + 1;
    }

    public string Title { get; }

    /// <summary>Where a value stands on the axis, 0 to 1.</summary>
    public double Place(double value) => _logarithmic
        ? Math.Log(Math.Max(value, _least) / _least) / Math.Log(_most / _least)
        : (value - _least) / (_most - _least);

    public IEnumerable<double> Marks()
    {
        if (_logarithmic)
        {
            foreach (double mark in Round.Where(r => r >= _least && r <= _most))
                yield return mark;
        }
        else
        {
            for (double mark = _least; mark <= _most * 1.0001; mark += Step(_most))
                yield return mark;
        }
    }

    public static string Label(double mark) => mark.ToString("0.####", CultureInfo.InvariantCulture);

    private static double Step(double high)
    {
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(high, 1e-9))));
        return (high / magnitude) switch
        {
            < 2 => magnitude / 5,
            < 5 => magnitude / 2,
            _ => magnitude,
        };
    }
}
