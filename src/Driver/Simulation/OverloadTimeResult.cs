namespace ShadowMig.Driver.Simulation;

/// <summary>How long a method let guests stay, and what that cost.</summary>
/// <param name="Method">The method.</param>
/// <param name="Limit">Share of time that hosts may be overloaded, 0 to 1.</param>
/// <param name="MeanTime">Time until a guest leaves, on average over the workloads.</param>
/// <param name="RatioOfOptimum">That, as a share of what is possible when all is known beforehand.</param>
/// <param name="MeanOverloadRatio">Share of time that hosts were overloaded, on average over the workloads.</param>
/// <param name="AboveLimit">In how many workloads it was above the limit in the end.</param>
/// <param name="WorstOverloadRatio">The highest share of all workloads.</param>
/// <param name="Workloads">How many workloads there were.</param>
public sealed record OverloadTimeResult(
    string Method,
    double Limit,
    TimeSpan MeanTime,
    double RatioOfOptimum,
    double MeanOverloadRatio,
    int AboveLimit,
    double WorstOverloadRatio,
    int Workloads);
