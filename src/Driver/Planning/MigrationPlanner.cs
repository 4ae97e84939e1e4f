using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Weighs every way, takes the one with the least impact on the guest among those that keep every limit at the
/// 90th percentile, then the fastest, then the one that sends least; or refuses and names what would have to give.
/// </summary>
public sealed class MigrationPlanner(IEnumerable<IStrategyModel> models) : IMigrationPlanner
{
    // Below this difference in time the simpler way is taken.
    private const double NoticeableTime = 1.05;

    private readonly IReadOnlyList<IStrategyModel> _models = [.. models];

    /// <inheritdoc/>
    public MigrationPlan Plan(PlanningInput input)
    {
        if (Obstacle(input) is { } obstacle)
            return Describe(input) with { Reasons = [obstacle] };

        PlanCandidate[] candidates = [.. _models.Select(m => m.Evaluate(input))];
        PlanCandidate? chosen = Choose(candidates);
        MigrationPlan plan = Describe(input) with { Go = chosen is not null, Chosen = chosen };
        if (chosen is null)
            return plan with { Candidates = candidates, Reasons = Refusal(input, candidates) };

        Reason lost = new(ReasonCodes.BetterAlternative, $"{chosen.Strategy.Name()} is better: {Advantage(chosen)}");
        return plan with
        {
            Candidates = [.. candidates.Select(c => c.Feasible && c != chosen ? c with { Reasons = [lost] } : c)],
        };
    }

    private static MigrationPlan Describe(PlanningInput input) => new()
    {
        Domain = input.Observation.Domain,
        Source = input.Source.HostName,
        Destination = input.DestinationUri,
        Observation = input.Observation,
        Link = input.Link,
        Correction = input.Correction,
        Limits = input.Limits,
        Go = false,
    };

    private static Reason? Obstacle(PlanningInput input) => input switch
    {
        { Limits.Bandwidth: { } bandwidth } when bandwidth < BytesPerSecond.FromMebibytes(1) =>
            new(ReasonCodes.BandwidthLimit, $"libvirt takes bandwidth in whole MiB/s and {bandwidth} is less than one: allow at least --bandwidth 1MiB/s"),
        { Observation: { IsRunning: true, WorkingSet.Count: 0 } } =>
            new(ReasonCodes.StaleObservation, "the guest's dirty rate could not be measured, so nothing can be promised: observe it again when no other job runs on it"),
        _ => null,
    };

    private static PlanCandidate? Choose(PlanCandidate[] candidates)
    {
        PlanCandidate? best = null;
        foreach (PlanCandidate candidate in candidates.Where(c => c.Feasible).OrderBy(c => GuestImpact(c.Strategy)))
        {
            if (best is null
                || (GuestImpact(candidate.Strategy) == GuestImpact(best.Strategy)
                    && candidate.Prediction!.TotalSeconds.P50 * NoticeableTime < best.Prediction!.TotalSeconds.P50))
                best = candidate;
        }
        return best;
    }

    private static int GuestImpact(MigrationStrategy strategy) => strategy == MigrationStrategy.PostCopy ? 1 : 0;

    private static string Advantage(PlanCandidate chosen) =>
        $"predicted {Duration.Format(TimeSpan.FromSeconds(chosen.Prediction!.TotalSeconds.P50))} with {Duration.Format(TimeSpan.FromSeconds(chosen.Prediction.DowntimeSeconds.P50))} downtime";

    private Reason[] Refusal(PlanningInput input, PlanCandidate[] candidates)
    {
        IEnumerable<string> relaxations = Relaxations.Find(input, _models);
        string advice = string.Join("; or ", relaxations);
        Reason first = candidates.SelectMany(c => c.Reasons).First();
        return
        [
            new(first.Code, advice.Length > 0
                ? $"no way keeps the limits; any one of these would make it feasible: {advice}"
                : "no way keeps the limits, and no single limit that gives would make it feasible"),
            .. candidates.SelectMany(c => c.Reasons.Select(r => r with { Message = $"{c.Strategy.Name()}: {r.Message}" })),
        ];
    }
}
