using System.Text.Json;
using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>A completed run of ShadowMig's beside its prediction, and beside what the naive model says of the same observation.</summary>
internal sealed record PredictedRun(RunRecord Run, JsonElement Prediction, NaivePrediction? Naive)
{
    /// <summary>Null when the run did not complete or has no prediction.</summary>
    public static PredictedRun? From(RunRecord run)
    {
        if (run.Result != RunResult.Completed || run.Document?.At("plan") is not { } plan
            || plan.At("prediction") is not { ValueKind: JsonValueKind.Object } prediction)
            return null;
        double? zero = plan.NumberOrNull("observation.zeroPageRatio");
        double filled = zero is { } share
            ? (1 - share) * plan.NumberOrNull("observation.memoryTotalBytes") ?? run.Cell.FilledBytes
            : run.Cell.FilledBytes;
        NaivePrediction? naive = plan.NumberOrNull("observation.dirtyRateBytesPerSecond") is { } rate
            ? NaiveModel.Predict(filled, rate, run.Cell.LinkBytesPerSecond, Cell.MaxDowntime.TotalSeconds)
            : null;
        return new PredictedRun(run, prediction, naive);
    }

    public double? Predicted(string quantity, string quantile = "p50") => Prediction.NumberOrNull($"{quantity}.{quantile}");

    public double? Actual(string quantity) => quantity switch
    {
        "totalSeconds" => Run.TotalSeconds,
        "downtimeSeconds" => Run.DowntimeSeconds,
        _ => Run.TransferBytes,
    };

    public double? OfNaive(string quantity) => quantity switch
    {
        "totalSeconds" => Naive?.TotalSeconds,
        "downtimeSeconds" => Naive?.DowntimeSeconds,
        _ => Naive?.TransferBytes,
    };

    /// <summary>Whether what happened lies between p10 and p90.</summary>
    public bool? Covered(string quantity) =>
        Actual(quantity) is { } actual && Predicted(quantity, "p10") is { } low && Predicted(quantity, "p90") is { } high
            ? low <= actual && actual <= high
            : null;
}
