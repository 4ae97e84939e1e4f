using System.Text.Json;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Predicted against measured memory sent, round by round, of the runs with most rounds.</summary>
internal static class RoundPlots
{
    private const int Most = 3;

    public static int Count(IReadOnlyList<PredictedRun> runs) => Chosen(runs).Count;

    public static IEnumerable<string> Draw(IReadOnlyList<PredictedRun> runs) => Chosen(runs).Select(Draw);

    /// <summary>Of each workload the run with most rounds, and of those the most.</summary>
    private static List<PredictedRun> Chosen(IReadOnlyList<PredictedRun> runs) =>
    [
        .. runs.Where(r => r.Run.Rounds.Count >= 3 && Predicted(r).Count >= 2)
            .GroupBy(r => r.Run.Cell.Workload)
            .Select(g => g.MaxBy(r => r.Run.Rounds.Count)!)
            .OrderByDescending(r => r.Run.Rounds.Count)
            .Take(Most),
    ];

    private static string Draw(PredictedRun run)
    {
        PlotSeries[] series =
        [
            new("measured", [.. run.Run.Rounds.Select(Point), (run.Run.TotalSeconds ?? 0, Mebibytes(run.Run.TransferBytes ?? 0))], IsLine: true),
            new("predicted", Predicted(run), IsLine: true, IsDashed: true),
            new("begin of a round", [.. run.Run.Rounds.Select(Point)]),
        ];
        return SvgPlot.Draw(
            run.Run.Cell.Id,
            new PlotAxis("seconds", series.SelectMany(s => s.Points).Select(p => p.X), false),
            new PlotAxis("memory sent, MiB", series.SelectMany(s => s.Points).Select(p => p.Y), false),
            series);
    }

    private static (double X, double Y) Point(ObservedRound round) => (round.AtSeconds, Mebibytes(round.SentBytes));

    private static List<(double X, double Y)> Predicted(PredictedRun run)
    {
        List<(double X, double Y)> points = [(0, 0)];
        if (!run.Prediction.TryGetProperty("rounds", out JsonElement rounds) || rounds.ValueKind != JsonValueKind.Array)
            return points;
        double seconds = 0, bytes = 0;
        foreach (JsonElement round in rounds.EnumerateArray())
        {
            seconds += round.GetProperty("seconds").GetDouble();
            bytes += round.GetProperty("bytes").GetDouble();
            points.Add((seconds, Mebibytes(bytes)));
        }
        return points;
    }

    private static double Mebibytes(double bytes) => bytes / 1048576;
}
