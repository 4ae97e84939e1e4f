using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Tests.Metrics;

public sealed class CoordinationMetricsTests
{
    [Test]
    public async Task Scrape_Local_IsUpAndLeadsAndHasNoLease()
    {
        using MetricsFixture metrics = new();
        IReadOnlyList<string> lines = await metrics.ScrapeAsync();
        Assert.That(lines, Has.Member("shadowmig_coordination_up{mode=\"local\"} 1").And.Member("shadowmig_coordination_leader{mode=\"local\"} 1"));
        Assert.That(lines, Has.None.Contains("coordination_lease_age_seconds"));
    }

    [Test]
    public async Task Scrape_EtcdIsLost_IsDownWithTheAgeOfTheLease()
    {
        using MetricsFixture metrics = new() { Membership = new(CoordinationMode.Etcd, false, false, TimeSpan.FromSeconds(42)) };
        IReadOnlyList<string> lines = await metrics.ScrapeAsync();
        Assert.That(lines, Has.Member("shadowmig_coordination_up{mode=\"etcd\"} 0")
            .And.Member("shadowmig_coordination_leader{mode=\"etcd\"} 0")
            .And.Member("shadowmig_coordination_lease_age_seconds{mode=\"etcd\"} 42"));
    }
}
