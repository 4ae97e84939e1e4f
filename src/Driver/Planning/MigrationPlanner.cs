using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Weighs every way, takes the one with the least impact on the guest among those that keep every limit at the
/// 90th percentile, then the fastest, then the one that sends least; or refuses and names what would have to give.
/// </summary>
public sealed class MigrationPlanner(IEnumerable<IStrategyModel> models) : IMigrationPlanner
{
    private readonly IReadOnlyList<IStrategyModel> _models = [.. models];

    /// <summary>Every way, simplest first: the order breaks ties.</summary>
    public static IReadOnlyList<IStrategyModel> AllWays { get; } =
        [new PlainModel(), new ShadowCacheModel(), new ParallelModel(), new ThrottleModel(), new ShadowCacheThrottleModel(), new PostCopyModel()];

    /// <inheritdoc/>
    public MigrationPlan Plan(PlanningInput input)
    {
        if (Obstacle(input) is { } obstacle)
            return Describe(input) with { Reasons = [obstacle] };

        PlanningCase planning = new(input);
        PlanCandidate[] candidates = [.. _models.Select(m => Evaluate(m, planning))];
        PlanCandidate? chosen = CandidateOrder.Best(candidates, input.Limits);
        MigrationPlan plan = Describe(input) with { Filled = new((long)planning.Worlds.Middle.NonZeroBytes) };
        if (chosen is null)
            return plan with { Candidates = candidates, Reasons = Refusal(planning, candidates) };

        Reason lost = new(ReasonCodes.BetterAlternative, $"{chosen.Strategy.Name()} is better: {Advantage(chosen)}");
        PlanCandidate equipped = WithRescue(input, chosen);
        return plan with
        {
            Go = true,
            Chosen = equipped,
            Candidates = [.. candidates.Select(c => c == chosen ? equipped : c.Feasible ? c with { Reasons = [lost] } : c)],
        };
    }

    private static PlanCandidate Evaluate(IStrategyModel model, PlanningCase planning)
    {
        PlanCandidate candidate = model.Evaluate(planning);
        return planning.Input.Only is { } only && only != model.Strategy
            ? candidate with { Feasible = false, Reasons = [new(ReasonCodes.NotAskedFor, $"only {only.Name()} was asked for")] }
            : candidate;
    }

    // Where post-copy is allowed it stands by for a migration that turns out worse than planned; QEMU does not combine it with multifd.
    private static PlanCandidate WithRescue(PlanningInput input, PlanCandidate chosen) =>
        input is { Limits.AllowPostCopy: true, Observation.IsRunning: true }
        && chosen.Parameters is { PostCopy: false, ParallelConnections: null } parameters
            ? chosen with { Parameters = parameters with { PostCopyRescue = true } }
            : chosen;

    private static MigrationPlan Describe(PlanningInput input) => new()
    {
        Domain = input.Observation.Domain,
        Source = input.Source.HostName,
        Destination = input.DestinationUri,
        SourceUuid = input.Source.HostUuid,
        DestinationUuid = input.Destination.HostUuid,
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

    private static string Advantage(PlanCandidate chosen) =>
        $"predicted {Duration.Format(TimeSpan.FromSeconds(chosen.Prediction!.TotalSeconds.P50))} with {Duration.Format(TimeSpan.FromSeconds(chosen.Prediction.DowntimeSeconds.P50))} downtime";

    private Reason[] Refusal(PlanningCase planning, PlanCandidate[] candidates)
    {
        PlanningInput input = planning.Input;
        IReadOnlyList<IStrategyModel> open = [.. _models.Where(m => input.Only is null || input.Only == m.Strategy)];
        string[] relaxations = [.. Relaxations.Find(planning, open)];
        string advice = string.Join("; or ", relaxations);
        Reason first = candidates.SelectMany(c => c.Reasons).First(r => r.Code != ReasonCodes.NotAskedFor);
        return
        [
            new(first.Code, advice.Length > 0
                ? $"no way keeps the limits; any one of these would make it feasible: {advice}"
                : "no way keeps the limits, and no single limit that gives would make it feasible"),
            .. relaxations.Select(r => new Reason(ReasonCodes.Relaxation, CommandLines.Migrate(input, r))),
            .. candidates.SelectMany(c => c.Reasons.Select(r => r with { Message = $"{c.Strategy.Name()}: {r.Message}" })),
        ];
    }
}
