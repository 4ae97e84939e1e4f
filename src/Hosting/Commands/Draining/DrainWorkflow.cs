using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Empties a node: take its drain, cordon it, observe its guests, place them together, move them in order, try failed ones once more, and ask the node at the end.</summary>
internal sealed class DrainWorkflow(
    RosterReader roster, FleetNodes fleet, ICordonBook cordons, IDrainBook drains, DrainPlanner planner, IMigrator migrator, MigrationWorkflow workflow,
    IOptions<DrainOptions> options, IOptions<CoordinationOptions> coordination, TimeProvider time, ILogger<DrainLock> logger)
{
    // A guest that failed twice needs a person.
    private const int Waves = 2;

    /// <summary>Runs it.</summary>
    /// <param name="request">The node, and the limits.</param>
    /// <param name="display">Shows what happens.</param>
    /// <param name="stop">Lets no further migration begin; those that run are finished.</param>
    /// <param name="abort">Aborts those that run.</param>
    /// <exception cref="IOException">The journal cannot be used, or etcd is out of reach.</exception>
    public async Task<DrainReport> RunAsync(DrainRequest request, IDrainDisplay display, CancellationToken stop, CancellationToken abort)
    {
        if (request.DryRun)
            return await RunAsync(request, null, display, stop, abort);
        DrainClaim claim = new(request.Node.Name, GuestClaim.ThisProcess, time.GetUtcNow());
        (DrainLock? held, Reason? refusal) = await DrainLock.TakeAsync(
            drains, claim, TimeSpan.FromSeconds(coordination.Value.LeaseSeconds), time, logger, CancellationToken.None);
        if (held is null)
            return new() { Node = request.Node, Failure = refusal };
        await using (held)
        {
            await CordonAsync(request.Node, display);
            return await RunAsync(request, new(held, cordons), display, stop, abort) with { Halt = held.Lost };
        }
    }

    private async Task<DrainReport> RunAsync(
        DrainRequest request, DrainPermit? permit, IDrainDisplay display, CancellationToken stop, CancellationToken abort)
    {
        DrainReport report = new() { Node = request.Node, DryRun = request.DryRun };
        try
        {
            NodeRoster guests = await roster.ReadAsync(request.Node.Uri, stop);
            report = report with { Guests = guests.Active, ShutOff = guests.ShutOff };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return report with { Interrupted = true };
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return report with { Failure = LibvirtFailures.Unreachable(request.Node.Uri, e) };
        }

        if (!request.IncludePinned)
            Keep(report.Guests);
        DrainItem[] items = [.. report.Guests.Where(g => g.Result == DrainResult.Waiting)];
        for (int wave = 0; wave < Waves && items.Length > 0 && !report.Interrupted && permit?.Lost is null; wave++)
        {
            report = await RunWaveAsync(request, permit, items, report, display, stop, abort);
            if (permit is null || items.Any(i => i.Result == DrainResult.Unknown))
                break;
            items = [.. items.Where(i => i.MayRetry)];
        }

        return request.DryRun ? report : report with { Left = await LeftAsync(request.Node) };
    }

    private async Task<DrainReport> RunWaveAsync(
        DrainRequest request, DrainPermit? permit, DrainItem[] items, DrainReport report, IDrainDisplay display, CancellationToken stop, CancellationToken abort)
    {
        long began = time.GetTimestamp();
        DrainWave wave;
        try
        {
            wave = await display.StepAsync(step => planner.PlanAsync(request, items, step, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return report with { Interrupted = true };
        }

        report = report with { Observing = report.Observing + time.GetElapsedTime(began) };
        if (wave is not { Link: { } link, Forecast: { } forecast })
            return report;
        report = report with { Forecasts = [.. report.Forecasts, (forecast, link)] };
        if (permit is null)
            return report;

        DrainRun run = new(migrator, permit, workflow, planner, request, wave, options.Value.MaxObservationAge, display, time);
        began = time.GetTimestamp();
        await display.MoveAsync(wave, run.Left, () => run.RunAsync(stop, abort));
        return report with { Moving = report.Moving + time.GetElapsedTime(began), Interrupted = stop.IsCancellationRequested };
    }

    private async Task CordonAsync(FleetNode node, IDrainDisplay display)
    {
        // The reason of whoever cordoned it before stays.
        if ((await fleet.AllAsync(CancellationToken.None)).First(n => n.Node == node).Cordon is null)
            await cordons.SetAsync(new(node.Name, "drain", time.GetUtcNow()), CancellationToken.None);
        display.Note($"{node.Name} takes no more guests until 'shadowmig uncordon {node.Name}'");
    }

    private static void Keep(IEnumerable<DrainItem> guests)
    {
        foreach (DrainItem guest in guests.Where(g => g.Description is { Policy.NeverMove: true }))
            guest.Stay(DrainResult.Kept, new Reason(ReasonCodes.KeptByOwner, "kept by its owner's wish; --include-pinned moves it all the same"));
    }

    private async Task<IReadOnlyList<DomainIdentity>?> LeftAsync(FleetNode node)
    {
        try
        {
            return await roster.ReadActiveAsync(node.Uri, CancellationToken.None);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return null;
        }
    }
}
