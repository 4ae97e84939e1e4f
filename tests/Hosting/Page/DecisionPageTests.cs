using System.Xml.Linq;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Page;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class DecisionPageTests
{
    private static readonly DecisionData Usual = new(PageSamples.Decided(), new HashSet<Guid> { Samples.Domain.Uuid });

    [Test]
    public void Render_Decision_ShowsCauseGuestsNodesAndWhatCameOfIt()
    {
        string page = MarkupReader.Read(DecisionPage.Parts(Usual)).Value;
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("n1: move").And.Contain("because of rule cpu-overload, overloaded (cpu), in effect since 2026-01-02 03:04:05Z: guest-demand is 1.5, threshold 0.9"));
            Assert.That(page, Does.Contain("guest2").And.Contain("would-overload").And.Contain("it would be asked for 1.1 of its processors").And.Contain("110 %"));
            Assert.That(page, Does.Contain("it relieves the node most for its cost").And.Contain("completed").And.Contain("explain 20260102-030400-d001 --replay"));
        });
    }

    [Test]
    public void Render_Move_LinksToItsMigrationAndItsGuest() => Assert.That(
        DecisionPage.Render(Usual).ToString(), Does.Contain($"href=\"/migrations/{PageSamples.Ended.Id}\"").And.Contain($"href=\"/guests/{Samples.Domain.Uuid}\""));

    [Test]
    public void Render_GuestOfAnotherNode_HasNoLinkThatLeadsNowhere() => Assert.That(
        DecisionPage.Render(Usual with { Guests = new HashSet<Guid>() }).ToString(), Does.Not.Contain("/guests/").And.Contain(">web<"));

    [TestCase(MoveState.Waiting, true)]
    [TestCase(MoveState.Running, true)]
    [TestCase(MoveState.Completed, false)]
    [TestCase(MoveState.NotArmed, false)]
    public void Render_MoveThatRuns_IsLive(MoveState state, bool isLive)
    {
        DecisionEntry entry = Usual.Entry with { Moves = [Usual.Entry.Moves[0] with { State = state }] };
        Assert.That(DecisionPage.Render(Usual with { Entry = entry }).ToString().Contains("data-events=\"/events/decisions/20260102-030400-d001\"", StringComparison.Ordinal), Is.EqualTo(isLive));
    }

    [Test]
    public void Render_NotArmed_SaysThatNothingWasMoved() => Assert.That(
        DecisionPage.Render(Usual with { Entry = Usual.Entry with { IsArmed = false } }).ToString(), Does.Contain("move, not armed: nothing was moved"));

    [Test]
    public void Render_HeldBack_SaysUntilWhenAndThatNothingMoves()
    {
        AutopilotDecision held = new(DecisionOutcome.HeldBack, [new() { Node = "n1", Causes = [], Outcome = DecisionOutcome.HeldBack, HeldUntil = Samples.At.AddMinutes(1) }], Samples.At.AddMinutes(1));
        Assert.That(
            DecisionPage.Render(Usual with { Entry = Usual.Entry with { Decision = held, Moves = [] } }).ToString(),
            Does.Contain("n1: held-back until 2026-01-02 03:05:05Z").And.Contain("No guest was to move."));
    }

    [Test]
    public void Render_RecordOfAnotherVersion_SaysSo() => Assert.That(
        DecisionPage.Render(Usual with { Entry = Usual.Entry with { Decision = null } }).ToString(), Does.Contain("recorded by another version"));

    [Test]
    public void Parts_AreWellFormedAndLabelled()
    {
        XElement root = MarkupReader.Read(DecisionPage.Parts(Usual));
        Assert.That((root.DoubleIds(), root.LostLabels()), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
        foreach (XElement table in root.Descendants("table"))
            Assert.That(table.Element("tbody")!.Elements("tr").Select(r => r.Elements().Count()), Is.All.EqualTo(table.Element("thead")!.Descendants("th").Count()), table.Element("caption")!.Value);
    }

    [Test]
    public void Render_TextsThatTryToBeMarkup_StayText()
    {
        DecisionEntry hostile = PageSamples.Decided(PageSamples.Hostile);
        string page = DecisionPage.Render(new(hostile, new HashSet<Guid> { PageSamples.Attacker.Uuid })).ToString();
        XElement parts = MarkupReader.Read(DecisionPage.Parts(new(hostile, new HashSet<Guid> { PageSamples.Attacker.Uuid })));
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Contain("<script"));
            Assert.That(parts.Value.Split(PageSamples.Hostile), Has.Length.GreaterThan(20), "they are there as text");
            Assert.That(parts.Descendants().Attributes().Where(a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)), Is.Empty);
        });
    }
}
