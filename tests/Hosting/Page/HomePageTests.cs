using System.Xml.Linq;
using ShadowMig.Hosting.Page;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class HomePageTests
{
    private static readonly string[] Sentences =
    [
        "Waiting for the first sample.", "The node has not been sampled yet.", "No migration is in flight.", "No guest runs on this node.", "The autopilot is off",
        "The journal has no decisions of the autopilot.", "The journal has no migration that ended.",
    ];

    [Test]
    public void Render_NothingKnown_SaysSoEverywhere()
    {
        string page = HomePage.Render(PageSamples.Empty).ToString();
        Assert.Multiple(() =>
        {
            foreach (string sentence in Sentences)
                Assert.That(page, Does.Contain(sentence));
            Assert.That(page, Does.StartWith("<!DOCTYPE html>\n<html lang=\"en\">"));
        });
    }

    [Test]
    public void Parts_UsualDay_ShowNodesMigrationsGuestsDecisionsAndHistory()
    {
        Dictionary<string, string> parts = HomePage.Parts(PageSamples.Usual).ToDictionary(p => p.Id, p => MarkupReader.Read(p.Content).Value);
        Assert.Multiple(() =>
        {
            Assert.That(parts["summary"], Does.Contain("1 migration needs a person").And.Contain("1 migration has fallen silent").And.Contain("web moves to 192.0.2.2.").And.Contain("rule cpu-overload"));
            Assert.That(parts["nodes"], Does.Contain("node1").And.Contain("25 %").And.Contain("it is too much").And.Contain("n2").And.Contain("cordoned"));
            Assert.That(parts["running"], Does.Contain("web to 192.0.2.2").And.Contain("985 MiB").And.Contain("11.2 s  (10.5 s to 13.0 s)")
                .And.Contain("shadowmig recover 20260102-010000-0001").And.Contain("The source says paused, the destination says unknown"));
            Assert.That(parts["guests"], Does.Contain("web").And.Contain("75 %").And.Contain("1.5 KiB in 2 s"));
            Assert.That(parts["decisions"], Does.Contain("held-back").And.Contain("web moved a minute ago").And.Contain("web from n1 to n2: completed").And.Contain("db moved a minute ago"));
            Assert.That(parts["history"], Does.Contain("completed").And.Contain("11.2 s").And.Contain("11 s").And.Contain("80 ms"));
        });
    }

    [Test]
    public void Render_NamesThatTryToBeMarkup_StayText()
    {
        string page = HomePage.Render(PageSamples.Attack).ToString();
        XElement parts = MarkupReader.Read(HomePage.Parts(PageSamples.Attack));
        Assert.Multiple(() =>
        {
            Assert.That(page.Split("<script").Length - 1, Is.EqualTo(1), "the page's own");
            Assert.That(page, Does.Not.Contain("alert('x')"));
            Assert.That(parts.Descendants("script"), Is.Empty);
            Assert.That(parts.Value.Split(PageSamples.Hostile), Has.Length.GreaterThan(12), "they are there as text");
            Assert.That(parts.Descendants().Attributes().Where(a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)), Is.Empty);
        });
    }

    [Test]
    public void Parts_Decisions_LinkToTheirPages() => Assert.That(
        DecisionsSection.Render(PageSamples.Usual).ToString(), Does.Contain("""href="/decisions/d1">d1</a>"""));

    [Test]
    public void Parts_ManyGuests_AreAllThereInTheirOrder()
    {
        XElement guests = MarkupReader.Read(GuestsSection.Render(PageSamples.Many(500)));
        string[] names = [.. guests.Descendants("tbody").Single().Elements("tr").Select(r => r.Element("th")!.Value)];
        Assert.That(names, Has.Length.EqualTo(500).And.Ordered);
    }

    [Test]
    public void Parts_GuestThatIsStale_SaysSo() => Assert.That(
        GuestsSection.Render(PageSamples.Usual with { Snapshot = Samples.Snapshot with { Guests = [Samples.Guest with { IsStale = true }] } }).ToString(),
        Does.Contain("stale: not sampled lately"));

    [Test]
    public void Parts_LibvirtSilent_IsAnAlarm() => Assert.That(
        SummarySection.Render(PageSamples.Empty with { Snapshot = Samples.Snapshot with { CollectorUp = false } }).ToString(),
        Does.Contain("libvirt does not answer"));

    [Test]
    public void Parts_JournalCannotBeRead_IsSaidAndTheRestIsThere()
    {
        PageData data = PageSamples.Usual with { Past = new([], [], "disk full") };
        string page = HomePage.Render(data).ToString();
        Assert.That(page, Does.Contain("The journal cannot be read: disk full").And.Contain("node1"));
    }

    [Test]
    public void Parts_AreWhatTablesAndPlotsOweToScreenReaders()
    {
        XElement root = MarkupReader.Read(HomePage.Parts(PageSamples.Usual));
        Assert.Multiple(() =>
        {
            Assert.That(root.DoubleIds(), Is.Empty);
            Assert.That(root.LostLabels(), Is.Empty);
            Assert.That(root.Descendants("table").Where(t => t.Element("caption") is null), Is.Empty);
            Assert.That(root.Descendants("th").Where(t => t.Attribute("scope") is null), Is.Empty);
            Assert.That(root.Descendants("svg").Where(s => s.Attribute("aria-hidden") is null).Where(s => (string?)s.Attribute("role") != "img" || s.Element("title") is null || s.Element("desc") is null), Is.Empty);
            Assert.That(root.Descendants("a").Where(a => string.IsNullOrWhiteSpace(a.Value)), Is.Empty);
            Assert.That(root.Descendants().Attributes("style"), Is.Empty);
        });
    }

    [Test]
    public void Parts_TablesHaveACellForEachColumn()
    {
        XElement root = MarkupReader.Read([.. HomePage.Parts(PageSamples.Usual), .. MigrationPage.Parts(new(PageSamples.Ended, Samples.Report.Actions))]);
        Assert.That(root.Descendants("table").Count(), Is.GreaterThan(8));
        foreach (XElement table in root.Descendants("table"))
        {
            int columns = table.Element("thead")!.Descendants("th").Count();
            Assert.That(table.Element("tbody")!.Elements("tr").Select(r => r.Elements().Count()), Is.All.EqualTo(columns), table.Element("caption")!.Value);
        }
    }

    [Test]
    public void Render_LiveRegion_SpeaksOnlyTheSummary()
    {
        string page = HomePage.Render(PageSamples.Usual).ToString();
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("""<div id="summary" class="summary" role="status">"""));
            Assert.That(page.Split("role=\"status\"").Length - 1, Is.EqualTo(2), "the summary and the connection");
            Assert.That(page, Does.Contain("""<noscript><meta http-equiv="refresh" content="10"></noscript>"""));
            Assert.That(page, Does.Contain("<main id=\"content\" tabindex=\"-1\" data-events=\"/events\" >"));
        });
    }
}
