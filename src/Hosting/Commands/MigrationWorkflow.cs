using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>The way to a plan, as in the paper's figure 3: reach the source, check, observe, plan. Changes nothing.</summary>
internal sealed class MigrationWorkflow(
    GuestAccess access, IPreflight preflight, IGuestObserver observer, ILinkEstimator links, IGuestHistory guests, IMigrationPlanner planner,
    DestinationChooser destinations, GuestProfiles profiles, TimeProvider time)
{
    /// <summary>Plans again and again until the plan says go in a quiet time of the guest, at most for so long; the last plan then.</summary>
    public async Task<PlanOutcome> PlanQuietAsync(PlanRequest request, TimeSpan patience, IProgress<string>? step, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        for (PlanRequest next = request; ;)
        {
            PlanOutcome outcome = await PlanAsync(next, step, cancellationToken);
            Reason? objection = QuietTime.Objection(outcome.Plan);
            bool isRefusedForGood = outcome.Plan is { Go: false, Observation: null };
            if (isRefusedForGood || (outcome.Plan.Go && objection is null) || time.GetElapsedTime(began) >= patience)
                return outcome.Plan.Go && objection is not null ? outcome with { Plan = outcome.Plan with { Reasons = [.. outcome.Plan.Reasons, objection] } } : outcome;
            step?.Report($"waiting: {(outcome.Plan.Go ? objection!.Message : outcome.Plan.Reasons[0].Message)}");
            next = request with { Before = outcome.Plan.Observation };
        }
    }

    /// <summary>Plans one migration; what stands in its way is a refusal in the plan, not an exception.</summary>
    public Task<PlanOutcome> PlanAsync(PlanRequest request, IProgress<string>? step, CancellationToken cancellationToken) => WithSourceAsync(
        request, step, async (resolved, source) =>
        {
            PlanOutcome outcome = await CheckAndPlanAsync(resolved, source, step, cancellationToken);
            return outcome with { Plan = outcome.Plan with { Profile = resolved.Profile } };
        },
        refusal => new(Refuse(request, null, request.SourceUri, [refusal]), null), cancellationToken);

    /// <summary>Looks at every node of the inventory as a destination of one guest; what stands in its way is told, not thrown.</summary>
    /// <exception cref="UsageException">The configuration names no nodes.</exception>
    public Task<GuestSurvey> SurveyAsync(PlanRequest request, IProgress<string>? step, CancellationToken cancellationToken) => WithSourceAsync(
        request, step, (resolved, source) => SurveyAsync(resolved, source, step, cancellationToken),
        refusal => new(request.SourceUri, [], [], new(ByteCount.Zero, null), refusal), cancellationToken);

    // The profile of the guest completes the request before anything else is looked at.
    private async Task<T> WithSourceAsync<T>(
        PlanRequest request, IProgress<string>? step, Func<PlanRequest, ILibvirtConnection, Task<T>> work, Func<Reason, T> refuse, CancellationToken cancellationToken)
    {
        step?.Report($"connecting to {request.SourceUri}");
        NodeConnection opened;
        try
        {
            opened = await access.OpenAsync(request.SourceUri, cancellationToken);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return refuse(LibvirtFailures.Unreachable(request.SourceUri, e));
        }

        await using (opened)
        {
            (PlanRequest resolved, Reason? refusal) = await profiles.ResolveAsync(request, opened.Connection, cancellationToken);
            if (refusal is not null)
                return refuse(refusal);
            try
            {
                return await work(resolved, opened.Connection);
            }
            catch (CoordinationUnavailableException e)
            {
                return refuse(e.Reason);
            }
        }
    }

    private async Task<PlanOutcome> CheckAndPlanAsync(
        PlanRequest request, ILibvirtConnection source, IProgress<string>? step, CancellationToken cancellationToken)
    {
        if (request.DestinationUri is not { } uri)
            return await ChooseAndPlanAsync(request, source, step, cancellationToken);

        step?.Report("checking both nodes");
        PreflightReport report = await preflight.CheckAsync(source, request.Domain, uri, request.Limits, cancellationToken);
        string host = Host(report, request);
        if (!report.Passed || report.Source is null || report.Destination is null)
            return new(Refuse(request, report.Domain, host, [.. report.Refusals]), report);

        (GuestObservation? observation, Reason? failure) = await ObserveAsync(request, source, report.Domain, host, step, cancellationToken);
        if (observation is null)
            return new(Refuse(request, report.Domain, host, [failure!]), report);
        step?.Report("planning");
        return new(planner.Plan(Input(request, observation, report, uri)), report);
    }

    /// <summary>Takes the best node of those that a survey found.</summary>
    private async Task<PlanOutcome> ChooseAndPlanAsync(
        PlanRequest request, ILibvirtConnection source, IProgress<string>? step, CancellationToken cancellationToken)
    {
        GuestSurvey survey = await SurveyAsync(request, source, step, cancellationToken);
        if (survey.Failure is { } failure)
            return new(Refuse(request, survey.Domain, survey.Host, [failure]), survey.AnyReport);
        IReadOnlyList<DestinationFate> fates = destinations.Rank(survey.Candidates, survey.Demand);
        return fates is [{ Outcome: DestinationOutcome.Chosen, Candidate: var best }, ..]
            ? new(best.Plan!, survey.Ways.First(w => w.Node == best.Node).Report) { Targets = fates }
            : NoDestination(request, survey.AnyReport, survey.Host, fates);
    }

    /// <summary>Checks the way to every node of the inventory, observes the guest once, and plans each way that is open.</summary>
    private async Task<GuestSurvey> SurveyAsync(
        PlanRequest request, ILibvirtConnection source, IProgress<string>? step, CancellationToken cancellationToken)
    {
        GuestDemand nothing = new(ByteCount.Zero, null);
        IReadOnlyList<DestinationWay> ways = await destinations.CheckAsync(source, request, step, cancellationToken);
        PreflightReport? any = ways.FirstOrDefault(w => w.Report is not null)?.Report;
        string host = Host(any, request);
        if (ways.SelectMany(w => w.Refusals).FirstOrDefault(DestinationChooser.IsOfTheSource) is { } fatal)
            return new(host, ways, [], nothing, fatal);

        DestinationWay[] open = [.. ways.Where(w => w is { Refusals.Count: 0, Report: { Passed: true, Source: not null, Destination: not null } })];
        if (open.Length == 0)
            return new(host, ways, await CandidatesAsync(ways, _ => null, _ => null, cancellationToken), nothing);

        ((GuestObservation? observation, Reason? failure, GuestDemand demand), IReadOnlyDictionary<string, NodeLoad> loads) = await destinations.WatchAsync(
            open, () => ObserveDemandAsync(request, source, any!.Domain, host, step, cancellationToken), cancellationToken);
        if (observation is null)
            return new(host, ways, [], nothing, failure);

        step?.Report("planning");
        Dictionary<string, PlanningInput> inputs = open.ToDictionary(w => w.Node.Uri, w => Input(request, observation, w.Report!, w.Node.Uri));
        IReadOnlyList<DestinationCandidate> candidates = await CandidatesAsync(
            ways, w => inputs.TryGetValue(w.Node.Uri, out PlanningInput? input) ? planner.Plan(input) with { Profile = request.Profile } : null,
            w => loads.GetValueOrDefault(w.Node.Name), cancellationToken);
        return new(host, ways, candidates, demand) { Inputs = inputs };
    }

    /// <summary>Plans once more from the same observation, with what migrations have shown of the link since.</summary>
    public MigrationPlan PlanAgain(PlanningInput input, string sourceUri) => planner.Plan(input with
    {
        Link = links.Estimate(new(sourceUri, input.DestinationUri, input.Source.HostUuid, input.Destination.HostUuid)),
    });

    private async Task<IReadOnlyList<DestinationCandidate>> CandidatesAsync(
        IReadOnlyList<DestinationWay> ways, Func<DestinationWay, MigrationPlan?> plan, Func<DestinationWay, NodeLoad?> load, CancellationToken cancellationToken)
    {
        List<DestinationCandidate> candidates = [];
        foreach (DestinationWay way in ways)
            candidates.Add(Candidate(way, plan(way), load(way), await destinations.ReservedAsync(way, cancellationToken)));
        return candidates;
    }

    private static DestinationCandidate Candidate(DestinationWay way, MigrationPlan? plan, NodeLoad? load, ByteCount reserved) => new()
    {
        Node = way.Node,
        Refusals = way.Refusals,
        Plan = plan,
        CpuUtilization = load?.CpuUtilization,
        Processors = load?.Processors,
        MemoryTotal = load?.MemoryTotal,
        MemoryAvailable = load?.MemoryAvailable,
        Reserved = reserved,
        Companions = way.Report?.Affinity.Companions ?? [],
    };

    private static PlanOutcome NoDestination(PlanRequest request, PreflightReport? report, string host, IReadOnlyList<DestinationFate> fates)
    {
        Reason[] reasons =
        [
            new(ReasonCodes.NoDestination, "no node of the configuration can take the guest"),
            .. fates.SelectMany(f => f.Reasons.Take(1).Select(r => r with { Message = $"{f.Candidate.Node.Name}: {r.Message}" })),
        ];
        return new(Refuse(request, report?.Domain, host, reasons), null) { Targets = fates };
    }

    private async Task<(GuestObservation? Observation, Reason? Failure, GuestDemand Demand)> ObserveDemandAsync(
        PlanRequest request, ILibvirtConnection source, DomainIdentity? identity, string host, IProgress<string>? step, CancellationToken cancellationToken)
    {
        (DomainInfo? before, long began) = await InfoAsync(source, request, identity, cancellationToken);
        (GuestObservation? observation, Reason? failure) = await ObserveAsync(request, source, identity, host, step, cancellationToken);
        (DomainInfo? after, long ended) = await InfoAsync(source, request, identity, cancellationToken);
        TimeSpan elapsed = time.GetElapsedTime(began, ended);
        double? processors = before is null || after is null || elapsed <= TimeSpan.Zero ? null : (after.CpuTime - before.CpuTime) / elapsed;
        return (observation, failure, new(observation?.MemoryTotal ?? ByteCount.Zero, processors));
    }

    private async Task<(DomainInfo? Info, long At)> InfoAsync(
        ILibvirtConnection source, PlanRequest request, DomainIdentity? identity, CancellationToken cancellationToken)
    {
        try
        {
            using ILibvirtDomain? domain = await access.FindAsync(source, identity?.Uuid.ToString() ?? request.Domain, cancellationToken);
            return (domain is null ? null : await access.AskAsync(domain.GetInfo, cancellationToken), time.GetTimestamp());
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return (null, time.GetTimestamp());
        }
    }

    private async Task<(GuestObservation? Observation, Reason? Failure)> ObserveAsync(
        PlanRequest request, ILibvirtConnection source, DomainIdentity? identity, string host, IProgress<string>? step, CancellationToken cancellationToken)
    {
        try
        {
            using ILibvirtDomain? domain = await access.FindAsync(source, identity?.Uuid.ToString() ?? request.Domain, cancellationToken);
            return domain is null
                ? (null, LibvirtFailures.UnknownDomain(request.Domain, host))
                : (ActivityHistory.Carry(request.Before, await observer.ObserveAsync(source, domain, request.Observation, step, cancellationToken)), null);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return (null, LibvirtFailures.Observation(e));
        }
    }

    private PlanningInput Input(PlanRequest request, GuestObservation observation, PreflightReport report, string destinationUri) => new()
    {
        Observation = observation,
        Link = links.Estimate(new(request.SourceUri, destinationUri, report.Source!.HostUuid, report.Destination!.HostUuid)),
        Correction = guests.Learn(observation),
        Limits = request.Limits,
        Source = report.Source,
        Destination = report.Destination,
        DestinationUri = destinationUri,
        SourceUri = request.SourceUri,
        SourceAvailableMemory = report.SourceAvailableMemory,
        Only = request.Only,
    };

    private static string Host(PreflightReport? report, PlanRequest request) => report?.Source?.HostName ?? request.SourceUri;

    private static MigrationPlan Refuse(PlanRequest request, DomainIdentity? domain, string host, IReadOnlyList<Reason> reasons) => MigrationPlan.Refuse(
        domain ?? new(request.Domain, Guid.TryParse(request.Domain, out Guid uuid) ? uuid : Guid.Empty), host, request.DestinationUri ?? "", request.Limits, reasons);
}
