using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Reads the XML of every guest that runs on a node.</summary>
public static class ActiveGuests
{
    /// <summary>Asks: one list, then the XML of each; blocks. A guest that went meanwhile, or whose XML cannot be read, is left out.</summary>
    /// <exception cref="LibvirtException">The node refused.</exception>
    public static IReadOnlyList<DomainDescription> Read(ILibvirtConnection node)
    {
        List<DomainDescription> guests = [];
        foreach (ILibvirtDomain domain in node.ListDomains(DomainFilter.Active))
        {
            using (domain)
            {
                if (Read(domain) is { } guest)
                    guests.Add(guest);
            }
        }

        return guests;
    }

    private static DomainDescription? Read(ILibvirtDomain domain)
    {
        try
        {
            return DomainDescriptionParser.Parse(domain.GetXml());
        }
        catch (Exception e) when (e is FormatException or LibvirtException { Code: LibvirtErrorCode.NoDomain })
        {
            return null;
        }
    }
}
