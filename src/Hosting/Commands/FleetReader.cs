using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Looks at all nodes of the inventory at once; one that does not answer delays no other.</summary>
internal sealed class FleetReader(FleetNodes fleet, GuestAccess access, IReservationBook reservations, INodeDirectory directory, TimeProvider time)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1);

    /// <summary>Every node as it is now; without what coordination knows where it is out of reach.</summary>
    /// <exception cref="UsageException">The configuration names no nodes, and no service published one.</exception>
    public async Task<FleetView> ReadAsync(CancellationToken cancellationToken)
    {
        FleetState? published = null;
        Reason? trouble = null;
        IReadOnlyList<(FleetNode Node, Cordon? Cordon)> nodes;
        try
        {
            published = await directory.ReadAsync(cancellationToken);
            nodes = fleet.IsEmpty && published is { Nodes.Count: > 0 } ? [] : await fleet.AllAsync(cancellationToken);
        }
        catch (CoordinationUnavailableException e)
        {
            trouble = e.Reason;
            nodes = [.. fleet.Inventory.Select(n => (n, (Cordon?)null))];
        }

        return new(await Task.WhenAll(nodes.Select(n => ReadAsync(n.Node, n.Cordon, cancellationToken))), published, trouble);
    }

    private async Task<NodeState> ReadAsync(FleetNode node, Cordon? cordon, CancellationToken cancellationToken)
    {
        try
        {
            await using NodeWatch watch = await NodeWatch.BeginAsync(access, node.Uri, cancellationToken);
            NodeFacts facts = await access.ReadFactsAsync(watch.Connection, cancellationToken);
            int guests = await access.AskAsync(() => CountGuests(watch.Connection), cancellationToken);
            await Task.Delay(Watched, time, cancellationToken);
            NodeLoad load = await watch.EndAsync(cancellationToken);
            return new(node, cordon, facts, load, guests, await ReservedAsync(facts, cancellationToken), null);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return new(node, cordon, null, null, null, null, new(ReasonCodes.DestinationUnreachable, $"{e.Message}; check that its libvirt daemon runs and that the URI is right"));
        }
    }

    private async Task<ByteCount?> ReservedAsync(NodeFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            return Guid.TryParse(facts.HostUuid, out Guid uuid) ? await reservations.StandingAsync(uuid, time.GetUtcNow(), cancellationToken) : null;
        }
        catch (CoordinationUnavailableException)
        {
            return null;
        }
    }

    private static int CountGuests(ILibvirtConnection connection)
    {
        IReadOnlyList<ILibvirtDomain> domains = connection.ListDomains(DomainFilter.Active);
        foreach (ILibvirtDomain domain in domains)
            domain.Dispose();
        return domains.Count;
    }
}
