using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Looks at the nodes of the inventory as destinations of one guest: which can take it at all, and how busy they are.</summary>
internal sealed class DestinationChooser(FleetNodes fleet, GuestAccess access, IPreflight preflight, IReservationBook reservations, IOptionsMonitor<SelectionOptions> options, TimeProvider time)
{
    // What these say is about the guest or its node: no other destination would change it.
    private static readonly string[] OfTheSource =
        [
            ReasonCodes.UnknownDomain, ReasonCodes.SourceUnreachable, ReasonCodes.DomainInactive, ReasonCodes.DomainBusy,
            ReasonCodes.GuestLocked, ReasonCodes.CoordinationUnavailable,
        ];

    /// <summary>Whether a refusal would stand for any destination.</summary>
    public static bool IsOfTheSource(Reason reason) => OfTheSource.Contains(reason.Code);

    /// <summary>Runs the checks towards every node; ends early when the guest cannot move anywhere.</summary>
    /// <exception cref="UsageException">The configuration names no nodes.</exception>
    /// <exception cref="IOException">The cordons cannot be read.</exception>
    public async Task<IReadOnlyList<DestinationWay>> CheckAsync(
        ILibvirtConnection source, PlanRequest request, IProgress<string>? step, CancellationToken cancellationToken)
    {
        List<DestinationWay> ways = [];
        foreach ((FleetNode node, Cordon? cordon) in await fleet.AllAsync(cancellationToken))
        {
            if (cordon is not null)
            {
                string why = cordon.Reason is { } said ? $" ({said})" : "";
                ways.Add(new(node, null, [new(ReasonCodes.Cordoned, $"{node.Name} takes no more guests{why} until 'shadowmig uncordon {node.Name}'; --to {node.Uri} moves there all the same")]));
                continue;
            }

            step?.Report($"checking the way to {node.Name}");
            PreflightReport report = await preflight.CheckAsync(source, request.Domain, node.Uri, request.Limits, cancellationToken);
            ways.Add(new(node, report, [.. report.Refusals]));
            if (report.Refusals.Any(IsOfTheSource))
                break;
        }

        return ways;
    }

    /// <summary>Watches nodes while something else is done, and tells how busy they were.</summary>
    /// <param name="ways">The nodes.</param>
    /// <param name="meanwhile">What is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The result of what was done, and the load of each node by its name; a node that fell silent is missing.</returns>
    public async Task<(T Result, IReadOnlyDictionary<string, NodeLoad> Loads)> WatchAsync<T>(
        IReadOnlyList<DestinationWay> ways, Func<Task<T>> meanwhile, CancellationToken cancellationToken)
    {
        NodeWatch?[] watches = await Task.WhenAll(ways.Select(w => OrNullAsync(() => NodeWatch.BeginAsync(access, w.Node.Uri, cancellationToken))));
        try
        {
            T result = await meanwhile();
            Dictionary<string, NodeLoad> loads = [];
            foreach ((DestinationWay way, NodeWatch? watch) in ways.Zip(watches))
            {
                if (watch is not null && await OrNullAsync(() => watch.EndAsync(cancellationToken)) is { } load)
                    loads[way.Node.Name] = load;
            }

            return (result, loads);
        }
        finally
        {
            await Task.WhenAll(watches.OfType<NodeWatch>().Select(w => w.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Memory of a node that is promised to migrations on their way.</summary>
    /// <exception cref="IOException">The reservations cannot be read.</exception>
    public async Task<ByteCount> ReservedAsync(DestinationWay way, CancellationToken cancellationToken) => way.Report?.Destination is { } destination
        ? await reservations.StandingAsync(destination.HostUuid, time.GetUtcNow(), cancellationToken)
        : default;

    /// <summary>Ranks nodes by what the configuration wants to stay free.</summary>
    public IReadOnlyList<DestinationFate> Rank(IReadOnlyList<DestinationCandidate> candidates, GuestDemand guest) =>
        DestinationRanking.Rank(candidates, guest, options.CurrentValue);

    private static async Task<T?> OrNullAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return null;
        }
    }
}
