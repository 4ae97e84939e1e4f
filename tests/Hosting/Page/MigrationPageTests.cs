using System.Xml.Linq;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Page;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class MigrationPageTests
{
    [Test]
    public void Render_Ended_ShowsHowItCameOutRoundsActionsCurveAndWays()
    {
        string page = MigrationPage.Render(new(PageSamples.Ended, Samples.Report.Actions)).ToString();
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("completed").And.Contain("The source says absent, the destination says running"));
            Assert.That(page, Does.Contain("many misses").And.Contain("resize-cache"));
            Assert.That(page, Does.Contain("Writable working set").And.Contain("it writes faster than it is sent").And.Contain("chosen"));
            Assert.That(page, Does.Contain("at the end").And.Not.Contain("data-events").And.Not.Contain("page.js"));
        });
    }

    [Test]
    public void Render_Running_IsLiveAndMarksThePhase()
    {
        string page = MigrationPage.Render(new(PageSamples.Running, [])).ToString();
        Assert.That(page, Does.Contain($"data-events=\"/events/{PageSamples.Running.Id}\"").And.Contain("""<li aria-current="step">iterative pre-copy</li>""").And.Contain("initialization ✓"));
    }

    [Test]
    public void Render_Unresolved_GivesTheCommands() => Assert.That(
        MigrationPage.Render(new(Samples.Unresolved, [])).ToString(), Does.Contain("nobody knows yet who has the guest").And.Contain($"<code>shadowmig recover {Samples.Report.Id}</code>"));

    [Test]
    public void Render_ClosedByHand_SaysThatItsEndIsNotKnown() => Assert.That(
        MigrationPage.Render(new(PageSamples.Running with { EndedAt = Samples.At }, [])).ToString(), Does.Contain("closed by hand"));

    [Test]
    public void Render_PlanOfAnotherVersion_SaysSo() => Assert.That(
        MigrationPage.Render(new(PageSamples.Running with { Plan = null }, [])).ToString(), Does.Contain("recorded by another version"));

    [TestCaseSource(nameof(Entries))]
    public void Parts_AreWellFormedAndLabelled(JournalEntry entry)
    {
        XElement root = MarkupReader.Read(MigrationPage.Parts(new(entry, Samples.Report.Actions)));
        Assert.That((root.DoubleIds(), root.LostLabels()), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
    }

    [Test]
    public void Render_NamesThatTryToBeMarkup_StayText()
    {
        JournalEntry entry = PageSamples.Attack.Past.Migrations[0] with { SourceUri = PageSamples.Hostile };
        string page = MigrationPage.Render(new(entry, [new(TimeSpan.Zero, PageSamples.Hostile, PageSamples.Hostile)])).ToString();
        Assert.That(page, Does.Not.Contain("<script").And.Contain("&lt;script&gt;"));
    }

    [Test]
    public void Render_Guest_ShowsItsCurve() => Assert.That(
        GuestPage.Render(PageSamples.Plan.Observation!).ToString(), Does.Contain("<h1>web</h1>").And.Contain("Writable working set").And.Contain("dirty-ring"));

    private static IEnumerable<JournalEntry> Entries() => [PageSamples.Running, PageSamples.Ended, Samples.Unresolved, PageSamples.Attack.Journal.Running[0]];
}
