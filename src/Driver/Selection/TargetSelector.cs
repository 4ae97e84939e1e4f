using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>Chooses the host that takes a guest: filters, then the best score; of equals the first.</summary>
/// <param name="filters">Rules that are quick to look at.</param>
/// <param name="score">What the rest is compared by.</param>
/// <param name="lateFilters">Rules that take time; asked only of a host that would be the best so far.</param>
public sealed class TargetSelector(IReadOnlyList<ITargetFilter> filters, ITargetScore score, IReadOnlyList<ITargetFilter> lateFilters)
{
    /// <summary>The host, or null when none will do.</summary>
    /// <param name="guest">The guest that needs a host.</param>
    /// <param name="hosts">The candidates; closed ones are passed over.</param>
    /// <param name="log">If given, receives what became of each candidate.</param>
    public HostLoad? Choose(GuestLoad guest, IReadOnlyList<HostLoad> hosts, ChoiceLog? log = null)
    {
        List<CandidateFate>? fates = log is null ? null : new(hosts.Count);
        HostLoad? chosen = Choose(guest, hosts, fates);
        log?.Add(guest, chosen, fates!);
        return chosen;
    }

    private HostLoad? Choose(GuestLoad guest, IReadOnlyList<HostLoad> hosts, List<CandidateFate>? fates)
    {
        HostLoad? best = null;
        double lowest = double.MaxValue;
        for (int i = 0; i < hosts.Count; i++)
        {
            HostLoad host = hosts[i];
            if (host.Closed is { } closed)
            {
                fates?.Add(new(host.Id, closed, null));
                continue;
            }

            if (FirstRefusal(filters, guest, host) is { } refused)
            {
                fates?.Add(new(host.Id, refused, null));
                continue;
            }

            double scored = score.Score(guest, host);
            if (scored >= lowest && fates is null)
                continue;
            if (FirstRefusal(lateFilters, guest, host) is { } lateRefusal)
            {
                fates?.Add(new(host.Id, lateRefusal, scored));
                continue;
            }

            fates?.Add(new(host.Id, ReasonCodes.BetterAlternative, scored));
            if (scored < lowest)
                (best, lowest) = (host, scored);
        }

        return best;
    }

    private static string? FirstRefusal(IReadOnlyList<ITargetFilter> filters, GuestLoad guest, HostLoad host)
    {
        for (int i = 0; i < filters.Count; i++)
        {
            if (!filters[i].Admits(guest, host))
                return filters[i].Code;
        }

        return null;
    }
}
