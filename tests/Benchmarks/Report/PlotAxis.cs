using System.Globalization;

namespace ShadowMig.Benchmarks.Report;

/// <summary>One axis: its range, whether it is logarithmic, and where its marks stand. Pure.</summary>
internal sealed class PlotAxis
{
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
            ? (Math.Pow(10, Math.Floor(Math.Log10(low) + 1e-9)), Math.Pow(10, Math.Ceiling(Math.Log10(high) - 1e-9)))
            : (0, Step(high) * Math.Ceiling(high / Step(high)));
        if (_most <= _least)
            _most = _logarithmic ? _least * 10 : _least + 1;
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
            for (double mark = _least; mark <= _most * 1.0001; mark *= 10)
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
