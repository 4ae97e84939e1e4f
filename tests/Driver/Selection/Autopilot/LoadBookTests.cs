using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Driver.Tests.Selection.Autopilot;

public sealed class LoadBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(6);

    [TestCase("threshold")]
    [TestCase("forecast")]
    public void Next_LoadStaysAbove_IsInEffectAfterItsDurationAndNotBefore(string detector)
    {
        Rule rule = AutopilotRule.From(new() { Detector = detector, Duration = TimeSpan.FromSeconds(10) });
        Assert.That(Run(rule, 1.5, 1.5, 1.5, 1.5, 1.5), Is.EqualTo(RuleState.Pending), "8 s");
        Assert.That(Run(rule, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5), Is.EqualTo(RuleState.Overloaded), "10 s");
    }

    [TestCase("threshold")]
    [TestCase("forecast")]
    public void Next_OneSpike_MovesNobody(string detector)
    {
        Rule rule = AutopilotRule.From(new() { Detector = detector, Duration = TimeSpan.FromSeconds(10) });
        Assert.That(Run(rule, 0.3, 0.3, 0.3, 2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3), Is.EqualTo(RuleState.Ok));
    }

    [Test]
    public void Next_BetweenBothLevels_GoesOnHolding()
    {
        Rule rule = AutopilotRule.From(new() { Detector = "threshold", Duration = TimeSpan.FromSeconds(2) });
        Assert.That(Run(rule, 1, 1, 0.85, 0.85), Is.EqualTo(RuleState.Overloaded));
        Assert.That(Run(rule, 1, 1, 0.85, 0.7), Is.EqualTo(RuleState.Clearing));
        Assert.That(Run(rule, 1, 1, 0.85, 0.7, 0.7), Is.EqualTo(RuleState.Ok));
    }

    [Test]
    public void Next_RuleChanged_BeginsAnew()
    {
        LoadBook book = LoadBook.Empty;
        for (int i = 0; i < 3; i++)
            book = book.Next([("n1", 2, Start.AddSeconds(i))], AutopilotRule.From(new() { Duration = TimeSpan.FromSeconds(1) }), Start.AddSeconds(i), StaleAfter);
        Assert.That(book.Statuses[0].Status.State, Is.EqualTo(RuleState.Overloaded));
        book = book.Next([("n1", 2, Start.AddSeconds(4))], AutopilotRule.From(new() { Duration = TimeSpan.FromSeconds(60) }), Start.AddSeconds(4), StaleAfter);
        Assert.That(book.Statuses[0].Status.State, Is.EqualTo(RuleState.Pending));
    }

    [Test]
    public void Next_NodeDoesNotAnswer_IsStaleAndKeepsItsState()
    {
        Rule rule = AutopilotRule.From(new() { Duration = TimeSpan.FromSeconds(1) });
        LoadBook book = LoadBook.Empty;
        for (int i = 0; i < 12; i += 2)
            book = book.Next([("n1", 2, Start.AddSeconds(Math.Min(i, 2)))], rule, Start.AddSeconds(i), StaleAfter);
        Assert.That((book.Statuses[0].Status.State, book.Statuses[0].Status.IsStale), Is.EqualTo((RuleState.Overloaded, true)));
        Assert.That(CauseList.From("n1", book.Statuses[0].Status)!.IsStale, Is.True);
    }

    [Test]
    public void From_RuleThatClears_IsNotInEffect()
    {
        RuleStatus status = new() { Rule = ShippedRules.Find("cpu-overload")!, State = RuleState.Clearing, Since = Start, Reason = new(ReasonCodes.WithinCapacity, "") };
        Assert.Multiple(() =>
        {
            Assert.That(CauseList.From("n1", status)!.IsInEffect, Is.False, "what has passed moves nobody");
            Assert.That(CauseList.From("n1", status with { State = RuleState.Degrading })!.IsInEffect, Is.True);
            Assert.That(CauseList.From("n1", status with { State = RuleState.Ok }), Is.Null);
            Assert.That(CauseList.From("n1", status with { State = RuleState.Overloaded, Guest = Situations.Identity("g") }), Is.Null, "a guest's own trouble is not the node's");
        });
    }

    private static RuleState Run(Rule rule, params double[] loads)
    {
        LoadBook book = LoadBook.Empty;
        for (int i = 0; i < loads.Length; i++)
            book = book.Next([("n1", loads[i], Start.AddSeconds(2 * i))], rule, Start.AddSeconds(2 * i), StaleAfter);
        return book.Statuses[0].Status.State;
    }
}
