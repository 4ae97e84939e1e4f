using ShadowMig.Driver.Selection;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>The choice of a destination for people.</summary>
internal static class TargetsView
{
    /// <summary>Writes every node with its fate.</summary>
    public static void Write(HumanConsole console, IReadOnlyList<DestinationFate> fates)
    {
        Table table = console.Table("Destinations", "node", "", "stays free", "predicted", "why");
        table.Columns[4].NoWrap = false;
        foreach (DestinationFate fate in fates)
        {
            table.AddRow(
                HumanText.Plain(fate.Candidate.Node.Name),
                $"[{Colour(fate.Outcome)}]{TargetDocument.Word(fate.Outcome)}[/]",
                HumanText.Ratio(fate.Headroom is { } headroom ? Math.Round(headroom, 2) : null),
                fate.Candidate.Plan?.Chosen?.Prediction is { } prediction ? HumanText.Seconds(prediction.TotalSeconds.P50) : HumanText.Unknown,
                HumanText.Plain(string.Join("; ", fate.Reasons.Take(2).Select(r => $"{r.Code}: {r.Message}"))));
        }

        console.Write(table);
    }

    private static string Colour(DestinationOutcome outcome) => outcome switch
    {
        DestinationOutcome.Chosen => "green",
        DestinationOutcome.Possible => "grey",
        _ => "red",
    };
}
