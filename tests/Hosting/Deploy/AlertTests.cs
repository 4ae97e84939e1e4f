using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Deploy;

public sealed partial class AlertTests
{
    private static readonly string[] Sections = ["## What it means", "## How bad", "## Look", "## Mend", "## Clears"];

    [Test]
    public void Alerts_All_SayHowBadItIsAndWhatToDo()
    {
        Assert.That(AlertRule.All, Has.Count.GreaterThan(20));
        Assert.Multiple(() =>
        {
            foreach (AlertRule alert in AlertRule.All)
            {
                Assert.That(alert.Name, Does.StartWith("ShadowMig"));
                Assert.That(alert.Severity, Is.AnyOf("critical", "warning", "info"), alert.Name);
                Assert.That(alert.Summary, Is.Not.Null, alert.Name);
                Assert.That(alert.Description, Does.EndWith(".").And.Contain("{{ $labels."), alert.Name);
                Assert.That(alert.RunbookUrl, Is.EqualTo($"{{{{ or $externalLabels.runbooks `docs/runbooks` }}}}/{alert.Name}.md"), alert.Name);
            }
        });
    }

    [Test]
    public void Runbooks_OneForEachAlert_SayWhatToDo()
    {
        string[] alerts = [.. AlertRule.All.Select(alert => alert.Name).Distinct().Order(StringComparer.Ordinal)];
        string[] pages = [.. Directory.GetFiles(DeployFolder.Runbooks, "ShadowMig*.md").Order(StringComparer.Ordinal)];
        Assert.That(pages.Select(Path.GetFileNameWithoutExtension), Is.EqualTo(alerts));
        string index = File.ReadAllText(Path.Combine(DeployFolder.Runbooks, "README.md"));
        Assert.Multiple(() =>
        {
            foreach (string page in pages)
            {
                string[] lines = File.ReadAllLines(page);
                Assert.That(lines[0], Is.EqualTo($"# {Path.GetFileNameWithoutExtension(page)}"));
                Assert.That(lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)), Is.EqualTo(Sections), page);
                Assert.That(index, Does.Contain($"]({Path.GetFileName(page)})"), page);
            }
        });
    }

    [Test]
    public void Runbooks_IndexOfAlerts_TellsTheirSeverity()
    {
        string[] index = File.ReadAllLines(Path.Combine(DeployFolder.Runbooks, "README.md"));
        Assert.Multiple(() =>
        {
            foreach (IGrouping<string, AlertRule> alerts in AlertRule.All.GroupBy(alert => alert.Name))
            {
                string line = index.Single(l => l.StartsWith($"| [{alerts.Key}](", StringComparison.Ordinal));
                Assert.That(alerts.Select(alert => alert.Severity).Except(line.Split('|')[2].Split(',', StringSplitOptions.TrimEntries)), Is.Empty, line);
            }
        });
    }

    [Test]
    public void Alerts_All_AreTriedFiringAndQuiet()
    {
        Match[] tries = [.. DeployFolder.RuleTests.SelectMany(file => Try().Matches(File.ReadAllText(file)))];
        string[] Tried(bool quiet) => [.. tries.Where(t => t.Groups["quiet"].Success == quiet).Select(t => t.Groups["name"].Value).Distinct()];
        string[] alerts = [.. AlertRule.All.Select(alert => alert.Name).Distinct()];
        Assert.That(Tried(quiet: false), Is.EquivalentTo(alerts));
        Assert.That(Tried(quiet: true), Is.EquivalentTo(alerts));
    }

    [GeneratedRegex(@"alertname: (?<name>\w+)\s+exp_alerts:(?<quiet> \[\])?")]
    private static partial Regex Try();
}
