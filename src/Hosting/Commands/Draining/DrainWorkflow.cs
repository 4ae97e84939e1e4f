using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Empties a node: cordon it, observe its guests, place them together, move them in order, try failed ones once more, and ask the node at the end.</summary>
internal sealed class DrainWorkflow(
    RosterReader roster, FleetNodes fleet, ICordonBook cordons, DrainPlanner planner, IMigrator migrator, MigrationWorkflow workflow,
    IOptions<DrainOptions> options, TimeProvider time)
{
    // A guest that failed twice needs a person.
    private const int Waves = 2;

    /// <summary>Runs it.</summary>
    /// <param name="request">The node, and the limits.</param>
    /// <param name="display">Shows what happens.</param>
    /// <param name="stop">Lets no further migration begin; those that run are finished.</param>
    /// <param name="abort">Aborts those that run.</param>
    /// <exception cref="IOException">The journal cannot be used.</exception>
    public async Task<DrainReport> RunAsync(DrainRequest request, IDrainDisplay display, CancellationToken stop, CancellationToken abort)
    {
        if (!request.DryRun)
            await CordonAsync(request.Node, display);
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
        for (int wave = 0; wave < Waves && items.Length > 0 && !report.Interrupted; wave++)
        {
            report = await RunWaveAsync(request, items, report, display, stop, abort);
            if (request.DryRun || items.Any(i => i.Result == DrainResult.Unknown))
                break;
            items = [.. items.Where(i => i.MayRetry)];
        }

        return request.DryRun ? report : report with { Left = await LeftAsync(request.Node) };
    }

    private async Task<DrainReport> RunWaveAsync(
        DrainRequest request, DrainItem[] items, DrainReport report, IDrainDisplay display, CancellationToken stop, CancellationToken abort)
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
        if (request.DryRun)
            return report;

        DrainRun run = new(migrator, workflow, planner, request, wave, options.Value.MaxObservationAge, display, time);
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
