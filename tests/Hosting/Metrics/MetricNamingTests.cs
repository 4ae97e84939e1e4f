namespace ShadowMig.Hosting.Tests.Metrics;

public sealed class MetricNamingTests
{
    [Test]
    public async Task Scrape_AllMetrics_KeepTheRulesOfPrometheus()
    {
        using MetricsFixture metrics = new();
        metrics.ReadJournal(Samples.Running);
        metrics.Rules = Samples.Rules;
        string text = await metrics.ScrapeTextAsync();

        var types = text.Split('\n').Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')).Select(p => (Name: p[2], Type: p[3])).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(types, Is.Not.Empty);
            foreach ((string name, string type) in types)
            {
                Assert.That(name, Does.Match("^shadowmig_[a-z_]+$"));
                Assert.That(name.EndsWith("_total", StringComparison.Ordinal), Is.EqualTo(type == "counter"), $"{name} is a {type}");
                Assert.That(name, Does.Not.Match("milli|micro|kilo|mega|percent|minutes|_ms|_mb"), "base units");
                Assert.That(name, Does.Not.Match("_(gauge|counter|histogram)"), "no types in names");
                Assert.That(text, Does.Contain($"# HELP {name} "), "every metric has help");
            }
        });
    }
}
