using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Plots;

/// <summary>The rounds of a migration: sent and left over time, what was predicted beside what happens.</summary>
internal static class RoundsPlot
{
    private const string ExpectedEnd = "end, in 8 of 10 cases; line: middle case";

    // A prediction without an end, or one that was far off, must not squeeze what happened into a corner.
    private const double MostStretch = 3;

    /// <summary>Draws both plots; a sentence where there is nothing to draw.</summary>
    /// <param name="id">The migration's identifier.</param>
    /// <param name="track">What happened and what was predicted.</param>
    public static Html Draw(string id, TransferTrack track) => track.IsEmpty
        ? Html.Of($"""<p class="empty">The journal has no rounds of this migration.</p>""")
        : Html.Of($"""<div class="plots">{Sent(id, track)}{Left(id, track)}</div>""");

    private static Html Sent(string id, TransferTrack track)
    {
        MigrationPrediction? prediction = track.Prediction;
        IEnumerable<double> bytes = Values(track.Sent, track.PredictedSent, track.SentLast).Select(p => p.Y);
        return new Plot
        {
            Id = $"sent-{id}",
            Title = "Sent, by the end of each round",
            Description = $"{Progress(track)} Predicted: {(prediction is null ? "nothing" : HumanText.Bytes(prediction.TransferBytes))}. The page of the migration has the figures in a table.",
            X = Time(track),
            Y = PlotAxis.Bytes("sent", Reaching(bytes, prediction?.TransferBytes)),
            Expected = End(prediction, prediction?.TransferBytes),
            Series =
            [
                new("predicted rounds, middle case", PlotStyle.Predicted, track.PredictedSent) { FromOrigin = true },
                new("rounds as they were", PlotStyle.Actual, track.Sent) { FromOrigin = true },
                new(track.IsOver ? "at the end" : "now", PlotStyle.Current, track.SentLast is { } last ? [last] : []),
            ],
        }.Draw();
    }

    private static Html Left(string id, TransferTrack track) => new Plot
    {
        Id = $"left-{id}",
        Title = "Left to send, after each round",
        Description = $"Memory that the guest wrote during a round has to be sent again. {Progress(track)} The page of the migration has the figures in a table.",
        X = Time(track),
        Y = PlotAxis.Bytes("left", Values(track.Left, track.PredictedLeft, track.LeftLast).Select(p => p.Y)),
        Expected = End(track.Prediction, null),
        Series =
        [
            new("predicted rounds, middle case", PlotStyle.Predicted, track.PredictedLeft),
            new("rounds as they were", PlotStyle.Actual, track.Left),
            new("now", PlotStyle.Current, track.LeftLast is { } last ? [last] : []),
        ],
    }.Draw();

    private static PlotBox? End(MigrationPrediction? prediction, Estimate? bytes) =>
        prediction is { TotalSeconds: { P50: var middle } seconds } && double.IsFinite(middle) ? new(ExpectedEnd, seconds, bytes) : null;

    private static string Progress(TransferTrack track)
    {
        string rounds = track.Rounds.Count == 1 ? "1 round is over" : string.Create(CultureInfo.InvariantCulture, $"{track.Rounds.Count} rounds are over");
        return track.SentLast is { } last
            ? $"{rounds}, {HumanText.RoughSize(new((long)last.Y))} sent in {HumanText.Time(TimeSpan.FromSeconds(last.X))}."
            : $"{rounds}.";
    }

    private static IEnumerable<PlotPoint> Values(IEnumerable<PlotPoint> actual, IEnumerable<PlotPoint> predicted, PlotPoint? last) =>
        actual.Concat(predicted).Concat(last is { } point ? [point] : []);

    private static PlotAxis Time(TransferTrack track)
    {
        IEnumerable<double> times = Values(track.Rounds.Select(r => new PlotPoint(r.EndedAt.TotalSeconds, 0)), track.PredictedSent, track.SentLast).Select(p => p.X);
        return PlotAxis.Seconds("time since the transfer began", Reaching(times, track.Prediction?.TotalSeconds));
    }

    private static IEnumerable<double> Reaching(IEnumerable<double> values, Estimate? expected)
    {
        double[] known = [.. values.Append(expected?.P50 ?? 0).Where(double.IsFinite)];
        return known.Append(Math.Min(expected?.P90 ?? 0, MostStretch * known.Max()));
    }
}
