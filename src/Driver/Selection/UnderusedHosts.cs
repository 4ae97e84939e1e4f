using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>The second half of the published policy: empties hosts so that they can be switched off.</summary>
internal static class UnderusedHosts
{
    /// <summary>
    /// Takes the busy host that is used least, again and again, and moves all its guests if all find a place; neither it nor a
    /// host that took guests in this is emptied afterwards. As in CloudSim, guests that an overloaded host just gave to a host
    /// move on with the others if that host is emptied; they then count as moved twice.
    /// </summary>
    public static List<PlannedMove> Empty(IReadOnlyList<HostLoad> hosts, TargetSelector targets, ChoiceLog? log)
    {
        List<PlannedMove> moves = [];
        HashSet<HostLoad> settled = [];
        foreach (HostLoad host in hosts)
        {
            if (!host.IsBusy)
                host.Closed ??= ReasonCodes.HostIdle;
            if (host.Closed is not null)
                settled.Add(host);
        }

        while (LeastUsed(hosts, settled) is { } host)
        {
            settled.Add(host);
            host.Closed = ReasonCodes.HostBeingEmptied;
            List<PlannedMove> evacuation = Evacuate(host, hosts, targets, log);
            settled.UnionWith(evacuation.Select(m => m.To));
            moves.AddRange(evacuation);
        }

        return moves;
    }

    private static HostLoad? LeastUsed(IReadOnlyList<HostLoad> hosts, HashSet<HostLoad> settled)
    {
        HostLoad? least = null;
        foreach (HostLoad host in hosts)
        {
            double use = host.MeasuredUse / host.Capacity;
            if (use < (least is null ? 1 : least.MeasuredUse / least.Capacity) && host.Guests.Any(g => g.Pinned is null) && !settled.Contains(host))
                least = host;
        }

        return least;
    }

    private static List<PlannedMove> Evacuate(HostLoad host, IReadOnlyList<HostLoad> hosts, TargetSelector targets, ChoiceLog? log)
    {
        Reason reason = new(ReasonCodes.HostBeingEmptied, string.Create(
            CultureInfo.InvariantCulture, $"{host.Id} is used to {host.MeasuredUse / host.Capacity:0.###} and all its guests fit elsewhere"));
        return targets.PlaceAll(host.Guests.Where(g => g.Pinned is null).OrderByDescending(g => g.Demand), host, hosts, reason, log);
    }
}
