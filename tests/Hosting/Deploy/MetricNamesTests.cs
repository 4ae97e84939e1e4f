using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>What the service exports, what dashboards and rules ask for, and what the documentation lists are the same.</summary>
public sealed partial class MetricNamesTests
{
    private static readonly string[] OfHistograms = ["_bucket", "_sum", "_count"];

    private IReadOnlySet<string> _served = null!;

    [OneTimeSetUp]
    public async Task SetUpAsync() => _served = await ServedMetrics.NamesAsync();

    [Test]
    public void DashboardsAndRules_AskForWhatTheServiceExportsAndForAllOfIt() =>
        Assert.That(Used(Metric()).Select(Family).Distinct(), Is.EquivalentTo(_served));

    [Test]
    public void Documentation_ListsWhatTheServiceExports()
    {
        IEnumerable<string> documented = File.ReadLines(Path.Combine(DeployFolder.Repository, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Documented().Matches(line.Split('|')[1]))
            .Select(match => $"shadowmig_{match.Groups[1].Value}");
        Assert.That(documented, Is.EquivalentTo(_served));
    }

    [Test]
    public void RecordedSeries_AreAllRecordedAndUsed()
    {
        string[] recorded = [.. Recorded().Matches(Text(DeployFolder.Rules)).Select(match => match.Groups[1].Value)];
        string[] used = [.. Used(Recording()).Distinct()];
        Assert.That(used, Is.EquivalentTo(recorded));
    }

    // A series that is recorded names itself once; it must be asked for elsewhere as well.
    private static IEnumerable<string> Used(Regex name) =>
        name.Matches(Recorded().Replace(Text([.. DeployFolder.Dashboards, .. DeployFolder.Rules]), "")).Select(match => match.Value);

    private string Family(string series) =>
        OfHistograms.FirstOrDefault(suffix => series.EndsWith(suffix, StringComparison.Ordinal) && _served.Contains(series[..^suffix.Length])) is { } end
            ? series[..^end.Length]
            : series;

    private static string Text(IEnumerable<string> files) => string.Join('\n', files.Select(File.ReadAllText));

    [GeneratedRegex("shadowmig_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("shadowmig:[a-z0-9_:]+")]
    private static partial Regex Recording();

    [GeneratedRegex("- record: (shadowmig:[a-z0-9_:]+)")]
    private static partial Regex Recorded();

    [GeneratedRegex("`([a-z_]+)")]
    private static partial Regex Documented();
}
