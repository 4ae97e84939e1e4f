using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Tests.Output;

public sealed class JournalViewTests
{
    [Test]
    public void WriteUnfinished_Running_ShowsABarByThePlanAndThePredictedEnd() => Assert.That(Write(Samples.Running), Is.EqualTo(
        [
            $"web to 192.0.2.2 by shadow-cache  {Samples.Report.Id}",
            // 400 MiB of the 1e9 bytes that the plan expects.
            "  █████████████░░░░░░░░░░░░░░░░░  42 %  iterativePreCopy round 3",
            "  sent 400 MiB, left 200 MiB, 100 MiB/s, ETA 7 s, end at 2026-01-02 03:04:16Z",
        ]));

    [Test]
    public void WriteUnfinished_NoReadingYet_ShowsAnEmptyBarAndPromisesNothing() => Assert.That(
        Write(Samples.Running with { Progress = null, ProgressAt = null, Phase = MigrationPhase.Reservation })[1..],
        Is.EqualTo(new[] { "  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  reservation" }));

    [Test]
    public void WriteUnfinished_ForecastUnknown_ShowsNoEnd() => Assert.That(
        Write(Samples.Running with { Progress = Samples.Progress with { Remaining = null } })[^1], Is.EqualTo("  sent 400 MiB, left 200 MiB, 100 MiB/s"));

    [Test]
    public void WriteUnfinished_AllSentButNotOver_IsNotYetDone() => Assert.That(
        Write(Samples.Running with { Phase = MigrationPhase.Commitment })[1], Does.EndWith("░  99 %  commitment").Or.EndWith("█  99 %  commitment"));

    [Test]
    public void WriteUnfinished_Unresolved_HasNoBar() => Assert.That(
        Write(Samples.Unresolved), Has.None.Contains("░").And.Some.Contains("the target cannot be asked"));

    [Test]
    public void WriteUnfinished_ClosedByHand_SaysThatItsEndIsNotKnown() => Assert.That(
        Write(Samples.Running with { EndedAt = Samples.At })[1], Is.EqualTo("  closed by hand: how it ended is not known"));

    private static string[] Write(JournalEntry entry)
    {
        using StringWriter text = new() { NewLine = "\n" };
        JournalView.WriteUnfinished(new HumanConsole(text, isTerminal: false), [entry]);
        return text.ToString().TrimEnd('\n').Split('\n');
    }
}
