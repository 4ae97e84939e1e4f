using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Commands.Draining;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>A drain for people.</summary>
internal static class DrainView
{
    /// <summary>Writes what will be moved, in its order.</summary>
    public static void WritePlan(HumanConsole console, DrainWave wave)
    {
        Table table = console.Table("Plan", "guest", "to", "way", "predicted", "sends", "pause");
        foreach (DrainTurn turn in wave.Turns)
        {
            MigrationPrediction? prediction = turn.Item.Plan?.Chosen?.Prediction;
            table.AddRow(
                HumanText.Plain(turn.Item.Domain.Name),
                HumanText.Plain(turn.Item.Destination!.Name),
                turn.Item.Plan?.Chosen?.Strategy.Name() ?? HumanText.Unknown,
                prediction is null ? HumanText.Unknown : HumanText.Seconds(prediction.TotalSeconds),
                prediction is null ? HumanText.Unknown : HumanText.Bytes(prediction.TransferBytes),
                prediction is null ? HumanText.Unknown : HumanText.Seconds(prediction.DowntimeSeconds));
        }

        console.Write(table);
        if (wave is { Forecast: { } forecast, Link: { } link })
            console.Line(HumanText.Plain(Whole(forecast, link)));
    }

    /// <summary>Writes what became of every guest.</summary>
    public static void Write(HumanConsole console, DrainReport report)
    {
        Table table = console.Table("Guests", "guest", "", "to", "predicted", "took", "pause", "migration");
        foreach (DrainItem guest in report.Guests)
        {
            table.AddRow(
                HumanText.Plain(guest.Domain.Name),
                $"[{Colour(guest.Result)}]{Word(guest, report)}[/]",
                HumanText.Plain(guest.Destination?.Name ?? HumanText.Unknown),
                guest.Plan?.Chosen?.Prediction is { } prediction ? HumanText.Seconds(prediction.TotalSeconds.P50) : HumanText.Unknown,
                guest.Took is { } took ? HumanText.Seconds(took.TotalSeconds) : HumanText.Unknown,
                HumanText.Time(guest.Report?.Actual?.Downtime),
                HumanText.Plain(guest.Report?.Id ?? HumanText.Unknown));
        }

        if (report.Guests.Count > 0)
            console.Write(table);
        foreach (DrainItem guest in report.Guests)
        {
            foreach (Reason reason in guest.Reasons)
                console.Line($"  {HumanText.Plain(guest.Domain.Name)}: [yellow]{HumanText.Plain(reason.Code)}[/]  {HumanText.Plain(reason.Message)}");
        }

        if (report.DryRun && report.Forecasts is [var (forecast, link), ..])
            console.Line(HumanText.Plain(Whole(forecast, link)));
    }

    /// <summary>A result as both outputs write it: in a dry run a guest with a place is planned, not waiting.</summary>
    public static string Word(DrainItem guest, DrainReport report) =>
        report.DryRun && guest is { Result: DrainResult.Waiting, Destination: not null } ? "planned" : DrainText.Word(guest.Result);

    private static string Whole(DrainForecast forecast, DrainLink link) => string.Create(
        CultureInfo.InvariantCulture,
        $"the whole: {HumanText.Seconds(forecast.Total.TotalSeconds)}, at most {forecast.MostAtOnce} at a time; the link's {HumanText.Rate(link.Rate)} alone need {HumanText.Seconds(forecast.Bound.TotalSeconds)}");

    private static string Colour(DrainResult result) => result switch
    {
        DrainResult.Moved => "green",
        DrainResult.Waiting => "grey",
        DrainResult.Kept or DrainResult.Cancelled => "yellow",
        _ => "red",
    };
}
