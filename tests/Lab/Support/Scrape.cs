using System.Globalization;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>One scrape: series as the text format has them, and their values.</summary>
internal sealed class Scrape(IReadOnlyDictionary<string, double> series)
{
    public static Scrape Parse(string text)
    {
        var series = new Dictionary<string, double>();
        foreach (string line in text.Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            int space = line.LastIndexOf(' ');
            series[line[..space]] = double.Parse(line[(space + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        return new Scrape(series);
    }

    /// <summary>The value of the one series with this name and all of these labels; null when there is none.</summary>
    public double? Value(string name, params string[] labels) => series
        .Where(s => s.Key.Split('{')[0] == name && labels.All(s.Key.Contains))
        .Select(s => (double?)s.Value)
        .SingleOrDefault();

    /// <summary>Names of all metrics.</summary>
    public IReadOnlySet<string> Names { get; } = series.Keys.Select(k => k.Split('{')[0]).ToHashSet();
}
