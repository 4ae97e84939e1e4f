using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Deploy;

public sealed partial class DashboardTests
{
    [Test]
    public void Dashboards_All_HaveAnIdentifierAndATitleOfTheirOwn()
    {
        Assert.That(Dashboard.All.Select(d => d.Uid), Is.EquivalentTo(new[] { "shadowmig-fleet", "shadowmig-migration", "shadowmig-node" }));
        Assert.That(Dashboard.All.Select(d => d.Title), Is.Unique);
    }

    [Test]
    public void Panels_All_SayWhatTheyShowAndInWhichUnit()
    {
        Assert.Multiple(() =>
        {
            foreach ((string where, Panel panel) in Panels())
            {
                Assert.That(panel.Queries, Is.Not.Empty, where);
                Assert.That(panel.Unit, Is.Not.Null.And.Not.Empty, where);
                Assert.That(panel.Description, Is.Not.Null.And.EndsWith("."), where);
                Assert.That(panel.DataSource, Is.EqualTo("${datasource}"), where);
            }
        });
    }

    [Test]
    public void Panels_OfADashboard_HaveTheirOwnTitleAndPlace()
    {
        Assert.Multiple(() =>
        {
            foreach (Dashboard dashboard in Dashboard.All)
            {
                Assert.That(dashboard.Panels.Select(p => p.Title), Is.Unique, dashboard.Uid);
                Assert.That(dashboard.Panels.SelectMany(p => p.Cells), Is.Unique, dashboard.Uid);
                Assert.That(dashboard.Panels.SelectMany(p => p.Cells).Max(c => c.X), Is.LessThan(24), dashboard.Uid);
            }
        });
    }

    [Test]
    public void Queries_OfMetrics_AreOfTheChosenService()
    {
        Assert.Multiple(() =>
        {
            foreach ((string where, Panel panel) in Panels())
            {
                foreach (Match selector in panel.Queries.SelectMany(query => Selector().Matches(query.Text)))
                    Assert.That(selector.Value, Does.Contain("instance=~\"$instance\""), where);
            }
        });
    }

    [Test]
    public void Variables_All_AreUsed()
    {
        Assert.Multiple(() =>
        {
            foreach (Dashboard dashboard in Dashboard.All)
            {
                foreach (string variable in dashboard.Variables.Keys.Where(name => name != "datasource"))
                    Assert.That(dashboard.Panels.SelectMany(p => p.Queries).Select(q => q.Text), Has.Some.Contains($"=~\"${variable}\""), $"{dashboard.Uid}: {variable}");
                Assert.That(dashboard.Variables.Keys, Has.Member("datasource").And.Member("instance"), dashboard.Uid);
            }
        });
    }

    private static IEnumerable<(string Where, Panel Panel)> Panels() =>
        Dashboard.All.SelectMany(dashboard => dashboard.Panels, (dashboard, panel) => ($"{dashboard.Uid}: {panel.Title}", panel));

    [GeneratedRegex(@"shadowmig[_:][a-z0-9_:]+(\{[^}]*\})?")]
    private static partial Regex Selector();
}
