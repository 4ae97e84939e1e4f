using System.Globalization;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Plots;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>Rounds in figures: each as it was predicted and as it was.</summary>
internal static class RoundsTable
{
    // How it began and how it ended is what people look for.
    private const int ShownAtEachEnd = 10;

    // The journal leaves rounds out between the first and the last so many.
    private const int KeptAtEachEnd = 64;

    /// <summary>The table.</summary>
    public static Html Render(TransferTrack track)
    {
        Table table = new("Rounds, predicted and as they were", "round", "ended, predicted", "ended", "sent, predicted", "sent", "left, predicted", "left");
        int count = Math.Max(track.Rounds.Count, track.PredictedSent.Count);
        for (int i = 0; i < count; i++)
        {
            if (i == ShownAtEachEnd && count > 2 * ShownAtEachEnd)
            {
                table.Row([.. Enumerable.Repeat(Html.Text("…"), 7)]);
                i = count - ShownAtEachEnd;
            }

            AddRow(table, track, i);
        }

        return table.ToHtml("No round was predicted, and none is over.");
    }

    private static void AddRow(Table table, TransferTrack track, int i)
    {
        bool hasGap = track.Rounds.Count >= 2 * KeptAtEachEnd && i >= KeptAtEachEnd;
        bool isPredicted = !hasGap && i < track.PredictedSent.Count;
        TransferRound? round = i < track.Rounds.Count ? track.Rounds[i] : null;
        table.Row(
            Html.Text(hasGap ? Late(track.Rounds.Count - 1 - i) : (i + 1).ToString(CultureInfo.InvariantCulture)),
            Html.Text(isPredicted ? HumanText.Seconds(track.PredictedSent[i].X) : HumanText.Unknown),
            Html.Text(HumanText.Time(round?.EndedAt)),
            Html.Text(isPredicted ? Size(track.Prediction!.Rounds[i].Bytes.Value) : HumanText.Unknown),
            Html.Text(HumanText.RoughSize(round?.Bytes)),
            Html.Text(isPredicted ? Size(track.PredictedLeft[i].Y) : HumanText.Unknown),
            Html.Text(HumanText.RoughSize(round?.Left)));
    }

    private static string Late(int beforeLast) => beforeLast == 0 ? "last" : string.Create(CultureInfo.InvariantCulture, $"last − {beforeLast}");

    private static string Size(double bytes) => HumanText.RoughSize(new ByteCount((long)bytes));
}
