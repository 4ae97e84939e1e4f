using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Reads which guests a node has.</summary>
internal sealed class RosterReader(GuestAccess access)
{
    /// <summary>All guests, active ones with their descriptions.</summary>
    /// <exception cref="LibvirtException">The node is out of reach.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<NodeRoster> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        await using NodeConnection node = await access.OpenAsync(uri, cancellationToken);
        List<DrainItem> active = [];
        IReadOnlyList<ILibvirtDomain> domains = await access.AskAsync(() => node.Connection.ListDomains(DomainFilter.Active), cancellationToken);
        foreach (ILibvirtDomain domain in domains)
        {
            using (domain)
            {
                if (await DescribeAsync(domain, cancellationToken) is { } item)
                    active.Add(item);
            }
        }

        return new(active, await access.AskAsync(() => Identities(node.Connection, DomainFilter.Inactive), cancellationToken));
    }

    /// <summary>The active guests alone: the proof that a node is empty.</summary>
    /// <exception cref="LibvirtException">The node is out of reach.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<IReadOnlyList<DomainIdentity>> ReadActiveAsync(string uri, CancellationToken cancellationToken)
    {
        await using NodeConnection node = await access.OpenAsync(uri, cancellationToken);
        return await access.AskAsync(() => Identities(node.Connection, DomainFilter.Active), cancellationToken);
    }

    // One whose QEMU hangs keeps nobody else from moving.
    private async Task<DrainItem?> DescribeAsync(ILibvirtDomain domain, CancellationToken cancellationToken)
    {
        DomainIdentity identity = new(domain.Name, domain.Uuid);
        try
        {
            return new(identity, DomainDescriptionParser.Parse(await access.AskAsync(() => domain.GetXml(), cancellationToken)));
        }
        catch (LibvirtException e) when (e.Code == LibvirtErrorCode.NoDomain)
        {
            return null;
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or FormatException)
        {
            DrainItem item = new(identity, null);
            item.Stay(DrainResult.Refused, new Reason(LibvirtFailures.ObservationFailed, $"the guest's description could not be read: {e.Message}"));
            return item;
        }
    }

    private static DomainIdentity[] Identities(ILibvirtConnection connection, DomainFilter filter)
    {
        List<DomainIdentity> found = [];
        foreach (ILibvirtDomain domain in connection.ListDomains(filter))
        {
            using (domain)
                found.Add(new(domain.Name, domain.Uuid));
        }

        return [.. found.OrderBy(d => d.Name, StringComparer.Ordinal)];
    }
}
