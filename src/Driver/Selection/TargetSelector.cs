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

    /// <summary>Places all guests of a host that is to be emptied, or none: what was placed is taken back when one finds no host.</summary>
    /// <param name="guests">The guests, in the order in which they choose.</param>
    /// <param name="from">Their host.</param>
    /// <param name="hosts">The candidates; changed by what is placed on them.</param>
    /// <param name="reason">Why each moves.</param>
    /// <param name="log">If given, receives what became of each candidate.</param>
    /// <returns>The moves; none when one of the guests finds no host.</returns>
    internal List<PlannedMove> PlaceAll(IEnumerable<GuestLoad> guests, HostLoad from, IReadOnlyList<HostLoad> hosts, Reason reason, ChoiceLog? log)
    {
        List<PlannedMove> moves = [];
        foreach (GuestLoad guest in guests)
        {
            if (Choose(guest, hosts, log) is not { } target)
            {
                foreach (PlannedMove move in moves)
                    move.To.Remove(move.Guest);
                return [];
            }

            target.Add(guest);
            moves.Add(new(guest, from, target, reason));
        }

        return moves;
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
