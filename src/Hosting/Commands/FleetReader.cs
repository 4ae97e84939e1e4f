using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Looks at all nodes of the inventory at once; one that does not answer delays no other.</summary>
internal sealed class FleetReader(FleetNodes fleet, GuestAccess access, IReservationBook reservations, TimeProvider time)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1);

    /// <summary>Every node as it is now.</summary>
    /// <exception cref="UsageException">The configuration names no nodes.</exception>
    public async Task<IReadOnlyList<NodeState>> ReadAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(fleet.All().Select(n => ReadAsync(n.Node, n.Cordon, cancellationToken)));

    private async Task<NodeState> ReadAsync(FleetNode node, Cordon? cordon, CancellationToken cancellationToken)
    {
        try
        {
            using NodeWatch watch = await NodeWatch.BeginAsync(access, node.Uri, cancellationToken);
            NodeFacts facts = await access.ReadFactsAsync(watch.Connection, cancellationToken);
            int guests = await access.AskAsync(() => CountGuests(watch.Connection), cancellationToken);
            await Task.Delay(Watched, time, cancellationToken);
            NodeLoad load = await watch.EndAsync(cancellationToken);
            ByteCount reserved = Guid.TryParse(facts.HostUuid, out Guid uuid) ? reservations.Standing(uuid, time.GetUtcNow()) : default;
            return new(node, cordon, facts, load, guests, reserved, null);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return new(node, cordon, null, null, null, default, new(ReasonCodes.DestinationUnreachable, $"{e.Message}; check that its libvirt daemon runs and that the URI is right"));
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
