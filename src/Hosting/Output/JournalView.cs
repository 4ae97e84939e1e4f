using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Journal entries for people.</summary>
internal static class JournalView
{
    /// <summary>Writes migrations in flight.</summary>
    public static void WriteUnfinished(HumanConsole console, IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
        {
            console.Line("no migration is in flight");
            return;
        }

        foreach (JournalEntry entry in entries)
            WriteUnfinished(console, entry);
    }

    /// <summary>Writes a migration whose result is unknown, and what a person can do.</summary>
    public static void WriteUnresolved(HumanConsole console, JournalEntry entry)
    {
        console.Line($"[bold red]unresolved[/]  {Subject(entry)}");
        foreach (Reason reason in entry.Report!.Reasons)
            console.Line($"  [yellow]{HumanText.Plain(reason.Code)}[/]  {HumanText.Plain(reason.Message)}");
        OperatorCommandLines.Write(console, entry.Report.Commands);
    }

    /// <summary>A migration, its guest, and what both ends said of it.</summary>
    public static string Subject(JournalEntry entry) => HumanText.Plain(entry.Report is { } report
        ? $"migration {entry.Id} of {entry.Domain.Name}: source says {report.Ownership.Source.Name()}, destination says {report.Ownership.Destination.Name()}"
        : $"migration {entry.Id} of {entry.Domain.Name}");

    /// <summary>Writes migrations of the past.</summary>
    public static void WriteHistory(HumanConsole console, IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
        {
            console.Line("the journal is empty");
            return;
        }

        Table table = console.Table(null, "id", "guest", "to", "way", "result", "total", "downtime", "sent");
        foreach (JournalEntry entry in entries)
        {
            MigrationActuals? actual = entry.Report?.Actual;
            table.AddRow(
                HumanText.Plain(entry.Id), HumanText.Plain(entry.Domain.Name), HumanText.Host(entry.DestinationUri), entry.Strategy.Name(), Result(entry),
                HumanText.Time(actual?.TotalTime), HumanText.Time(actual?.Downtime), HumanText.RoughSize(actual?.Transferred));
        }

        console.Write(table);
    }

    private static void WriteUnfinished(HumanConsole console, JournalEntry entry)
    {
        console.Line($"[bold]{HumanText.Plain(entry.Domain.Name)}[/] to {HumanText.Host(entry.DestinationUri)} by {entry.Strategy.Name()}  {HumanText.Plain(entry.Id)}");
        if (entry.IsUnresolved)
            WriteUnresolved(console, entry);
        else if (entry.EndedAt is not null)
            console.Line("  closed by hand: how it ended is not known");
        else
            WriteProgress(console, entry);
    }

    private static void WriteProgress(HumanConsole console, JournalEntry entry)
    {
        MigrationProgress progress = (entry.Progress ?? new() { Phase = entry.Phase }) with { Phase = entry.Phase };
        TransferEstimate estimate = TransferEstimate.From(progress, entry.Plan?.Chosen?.Prediction?.TransferBytes.P50);
        console.Line($"  {ProgressText.Bar(estimate)}  {ProgressText.Phase(progress)}");
        string[] figures = [ProgressText.Transfer(progress, estimate), End(entry.ProgressAt, estimate)];
        if (string.Join(", ", figures.Where(f => f.Length > 0)) is { Length: > 0 } text)
            console.Line($"  {HumanText.Plain(text)}");
    }

    private static string End(DateTimeOffset? at, TransferEstimate estimate) =>
        at is { } reading && estimate.Remaining is { } remaining && remaining > TimeSpan.Zero ? $"end at {HumanText.At(reading + remaining)}" : "";

    private static string Result(JournalEntry entry)
    {
        string result = entry.Report?.Result.Name() ?? $"in {entry.Phase.Name()}";
        return HumanText.Plain(entry.Report?.Reasons is [{ Code: var code }, ..] ? $"{result}: {code}" : result);
    }
}
