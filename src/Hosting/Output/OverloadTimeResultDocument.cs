using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Output;

/// <summary>How long one method let guests stay, in JSON.</summary>
internal sealed record OverloadTimeResultDocument(
    string Method,
    double Limit,
    double MeanSeconds,
    double RatioOfOptimum,
    double MeanOverloadRatio,
    double WorstOverloadRatio,
    int AboveLimit,
    int Workloads)
{
    public static OverloadTimeResultDocument From(OverloadTimeResult result) => new(
        result.Method,
        result.Limit,
        result.MeanTime.TotalSeconds,
        result.RatioOfOptimum,
        result.MeanOverloadRatio,
        result.WorstOverloadRatio,
        result.AboveLimit,
        result.Workloads);
}
