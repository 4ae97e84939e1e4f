using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>(actual − predicted) / actual of each quantity, in JSON.</summary>
internal sealed record PredictionErrorDocument(double? TotalSeconds, double? DowntimeSeconds, double? TransferBytes)
{
    public static PredictionErrorDocument? From(PredictionError? error) => error is null ? null : new(
        error.TotalTime.Finite(), error.Downtime.Finite(), error.TransferBytes.Finite());
}
