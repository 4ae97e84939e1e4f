using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>One way that was considered.</summary>
/// <param name="Strategy">The way.</param>
/// <param name="Feasible">Whether it keeps every limit at the 90th percentile.</param>
/// <param name="Parameters">What libvirt would be told; null when the way is not available.</param>
/// <param name="Prediction">What it would cost; null when the way is not available.</param>
/// <param name="Reasons">Why it is not feasible, or lost.</param>
public sealed record PlanCandidate(
    MigrationStrategy Strategy,
    bool Feasible,
    MigrationParameters? Parameters,
    MigrationPrediction? Prediction,
    IReadOnlyList<Reason> Reasons);
