using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>The way to a plan, as in the paper's figure 3: reach the source, check, observe, plan. Changes nothing.</summary>
internal sealed class MigrationWorkflow(
    GuestAccess access, IPreflight preflight, IGuestObserver observer, ILinkEstimator links, IGuestHistory guests, IMigrationPlanner planner, TimeProvider time)
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
    public async Task<PlanOutcome> PlanAsync(PlanRequest request, IProgress<string>? step, CancellationToken cancellationToken)
    {
        step?.Report($"connecting to {request.SourceUri}");
        ILibvirtConnection source;
        try
        {
            source = await access.OpenAsync(request.SourceUri, cancellationToken);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return new(Refuse(request, null, request.SourceUri, [LibvirtFailures.Unreachable(request.SourceUri, e)]), null);
        }

        using (source)
            return await CheckAndPlanAsync(request, source, step, cancellationToken);
    }

    private async Task<PlanOutcome> CheckAndPlanAsync(
        PlanRequest request, ILibvirtConnection source, IProgress<string>? step, CancellationToken cancellationToken)
    {
        step?.Report("checking both nodes");
        PreflightReport report = await preflight.CheckAsync(source, request.Domain, request.DestinationUri, request.Limits, cancellationToken);
        string host = report.Source?.HostName ?? request.SourceUri;
        if (!report.Passed || report.Source is null || report.Destination is null)
            return new(Refuse(request, report.Domain, host, [.. report.Refusals]), report);

        GuestObservation observation;
        try
        {
            using ILibvirtDomain? domain = await access.FindAsync(source, report.Domain?.Uuid.ToString() ?? request.Domain, cancellationToken);
            if (domain is null)
                return new(Refuse(request, report.Domain, host, [LibvirtFailures.UnknownDomain(request.Domain, host)]), report);
            observation = ActivityHistory.Carry(
                request.Before, await observer.ObserveAsync(source, domain, request.Observation, step, cancellationToken));
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return new(Refuse(request, report.Domain, host, [LibvirtFailures.Observation(e)]), report);
        }

        step?.Report("planning");
        return new(
            planner.Plan(new()
            {
                Observation = observation,
                Link = links.Estimate(new(request.SourceUri, request.DestinationUri, report.Source.HostUuid, report.Destination.HostUuid)),
                Correction = guests.Learn(observation),
                Limits = request.Limits,
                Source = report.Source,
                Destination = report.Destination,
                DestinationUri = request.DestinationUri,
                SourceUri = request.SourceUri,
                SourceAvailableMemory = report.SourceAvailableMemory,
                Only = request.Only,
            }),
            report);
    }

    private static MigrationPlan Refuse(PlanRequest request, DomainIdentity? domain, string host, IReadOnlyList<Reason> reasons) =>
        MigrationPlan.Refuse(domain ?? new(request.Domain, Guid.TryParse(request.Domain, out Guid uuid) ? uuid : Guid.Empty), host, request.DestinationUri, request.Limits, reasons);
}
