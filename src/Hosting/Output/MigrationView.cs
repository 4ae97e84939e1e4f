using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>A finished migration for people: result, phases, the prediction beside what happened.</summary>
internal static class MigrationView
{
    private const int RoundsShown = 10;

    /// <summary>Writes the report.</summary>
    public static void Write(HumanConsole console, MigrationReport report)
    {
        console.Line();
        console.Line($"{Word(report.Result)}  migration {HumanText.Plain(report.Id)} of {HumanText.Plain(report.Plan.Domain.Name)}: "
            + $"source says {report.Ownership.Source.Name()}, destination says {report.Ownership.Destination.Name()}");
        foreach (Reason reason in report.Reasons)
            console.Line($"  [yellow]{HumanText.Plain(reason.Code)}[/]  {HumanText.Plain(reason.Message)}");
        OperatorCommandLines.Write(console, report.Commands);

        Table phases = console.Table("Phases", "phase", "began", "took");
        foreach (PhaseTiming phase in report.Phases)
            phases.AddRow(phase.Phase.Name(), HumanText.At(phase.StartedAt), HumanText.Time(phase.Duration));
        console.Write(phases);

        if (report.Actions.Count > 0)
        {
            Table actions = console.Table("Actions in flight", "at", "action", "why");
            foreach (MigrationAction action in report.Actions)
                actions.AddRow(HumanText.Time(action.At), HumanText.Plain(action.Action), HumanText.Plain(action.Reason));
            console.Write(actions);
        }

        WriteRounds(console, report.Rounds);
        WriteComparison(console, report);
    }

    // A migration that hardly converges has hundreds: how it began and how it ended is what people look for.
    private static void WriteRounds(HumanConsole console, IReadOnlyList<TransferRound> rounds)
    {
        if (rounds.Count == 0)
            return;
        Table table = console.Table("Rounds", "ended at", "sent", "left");
        for (int i = 0; i < rounds.Count; i++)
        {
            if (i == RoundsShown && rounds.Count > 2 * RoundsShown)
            {
                table.AddRow("…", "…", "…");
                i = rounds.Count - RoundsShown;
            }

            table.AddRow(HumanText.Time(rounds[i].EndedAt), HumanText.RoughSize(rounds[i].Bytes), HumanText.RoughSize(rounds[i].Left));
        }

        console.Write(table);
    }

    private static void WriteComparison(HumanConsole console, MigrationReport report)
    {
        if (report.Actual is not { } actual)
            return;
        MigrationPrediction? predicted = report.Plan.Chosen?.Prediction;
        Table table = console.Table("Predicted and actual", "", "predicted", "actual", "off by");
        table.AddRow("total time", predicted is null ? HumanText.Unknown : HumanText.Seconds(predicted.TotalSeconds), HumanText.Time(actual.TotalTime), Off(report.PredictionError?.TotalTime));
        table.AddRow("downtime", predicted is null ? HumanText.Unknown : HumanText.Seconds(predicted.DowntimeSeconds), HumanText.Time(actual.Downtime), Off(report.PredictionError?.Downtime));
        table.AddRow("sent", predicted is null ? HumanText.Unknown : HumanText.Bytes(predicted.TransferBytes), HumanText.RoughSize(actual.Transferred), Off(report.PredictionError?.TransferBytes));
        table.AddRow("rounds", predicted is null ? HumanText.Unknown : $"{predicted.Rounds.Count}", actual.Iterations?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? HumanText.Unknown, "");
        console.Write(table);
    }

    private static string Off(double? error) => error is { } value && double.IsFinite(value)
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value * 100:+0;-0;0} %")
        : HumanText.Unknown;

    private static string Word(MigrationResult result) => result switch
    {
        MigrationResult.Completed => "[bold green]completed[/]",
        MigrationResult.Cancelled => "[bold yellow]cancelled[/]",
        MigrationResult.Failed => "[bold red]failed[/]",
        _ => "[bold red]unknown[/]",
    };
}
