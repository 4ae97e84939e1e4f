using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>The order of ways that keep the limits: a way back, then impact on the guest, then time, then bytes.</summary>
internal static class CandidateOrder
{
    // Differences that no operator would trade a simpler way for.
    private const double NoticeableTime = 1.05;
    private const double NoticeableBytes = 1.1;

    /// <summary>
    /// The best feasible one; of equals the earliest. Null when none is feasible. Guest work lost counts where the ways differ
    /// by more than the pause that the limits allow anyway.
    /// </summary>
    public static PlanCandidate? Best(IEnumerable<PlanCandidate> candidates, MigrationLimits limits)
    {
        PlanCandidate? best = null;
        foreach (PlanCandidate candidate in candidates.Where(c => c.Feasible))
        {
            if (best is null || IsBetter(candidate, best, limits))
                best = candidate;
        }
        return best;
    }

    private static bool IsBetter(PlanCandidate candidate, PlanCandidate best, MigrationLimits limits)
    {
        if (HasWayBack(candidate) != HasWayBack(best))
            return HasWayBack(candidate);
        double impact = Impact(candidate.Prediction!) - Impact(best.Prediction!);
        if (Math.Abs(impact) > limits.MaxDowntime.TotalSeconds)
            return impact < 0;
        if (IsFaster(candidate, best))
            return true;
        return !IsFaster(best, candidate) && candidate.Prediction!.TransferBytes.P50 * NoticeableBytes < best.Prediction!.TransferBytes.P50;
    }

    // Noticeably so in the middle, and no slower where things go badly: else the difference may be chance.
    private static bool IsFaster(PlanCandidate one, PlanCandidate other) =>
        one.Prediction!.TotalSeconds.P50 * NoticeableTime < other.Prediction!.TotalSeconds.P50 && one.Prediction.TotalSeconds.P90 <= other.Prediction.TotalSeconds.P90;

    private static bool HasWayBack(PlanCandidate candidate) => candidate.Strategy != MigrationStrategy.PostCopy;

    /// <summary>Guest work lost, seconds.</summary>
    private static double Impact(MigrationPrediction prediction) =>
        prediction.DowntimeSeconds.P50 + (prediction.Slowdown.P50 * prediction.TotalSeconds.P50);
}
