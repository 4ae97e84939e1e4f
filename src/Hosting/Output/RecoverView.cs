using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>Recovered migrations for people.</summary>
internal static class RecoverView
{
    /// <summary>Writes them.</summary>
    public static void Write(HumanConsole console, IReadOnlyList<RecoverOutcome> outcomes)
    {
        if (outcomes.Count == 0)
            console.Line("no migration is in flight, and none is unresolved");
        foreach (RecoverOutcome outcome in outcomes)
            Write(console, outcome);
    }

    private static void Write(HumanConsole console, RecoverOutcome outcome)
    {
        JournalEntry entry = outcome.Entry;
        if (entry.IsUnresolved)
            JournalView.WriteUnresolved(console, entry);
        else
            console.Line($"{outcome.State}  {JournalView.Subject(entry)}{(entry.Report is { } report ? $", {report.Result.Name()}" : "")}");
        if (outcome.Refusal is { } refusal)
            console.Line($"  [yellow]{HumanText.Plain(refusal.Code)}[/]  {HumanText.Plain(refusal.Message)}");
    }
}
