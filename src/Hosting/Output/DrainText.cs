using System.Globalization;
using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>Guests of a drain in one line.</summary>
internal static class DrainText
{
    /// <summary>How far a migration is.</summary>
    public static string Progress(DrainTurn turn)
    {
        if (turn.Progress is not { } reading)
            return "starting";
        string transfer = ProgressText.Transfer(reading, TransferEstimate.From(reading, turn.Move.Bytes));
        return transfer.Length > 0 ? $"{ProgressText.Phase(reading)}, {transfer}" : ProgressText.Phase(reading);
    }

    /// <summary>How a guest's turn ended.</summary>
    public static string Ended(DrainItem item)
    {
        string why = item.Reasons is [var first, ..] ? $" ({first.Code}: {first.Message})" : "";
        return item switch
        {
            { Result: DrainResult.Moved, Took: { } took } => $"on {item.Destination!.Name} after {HumanText.Seconds(took.TotalSeconds)}",
            _ => Word(item.Result) + why,
        };
    }

    /// <summary>Time left, in whole seconds: more would flicker.</summary>
    public static string Left(TimeSpan left) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds):0} s");

    /// <summary>A result as JSON writes it.</summary>
    public static string Word(DrainResult result) => result switch
    {
        DrainResult.Waiting => "waiting",
        DrainResult.Moved => "moved",
        DrainResult.Kept => "kept",
        DrainResult.Refused => "refused",
        DrainResult.Failed => "failed",
        DrainResult.Cancelled => "cancelled",
        _ => "unknown",
    };
}
