using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>Empties hosts where that saves more energy than the moves are worth.</summary>
internal sealed class HostEmptying(FrugalSettings settings, TargetSelector targets)
{
    /// <summary>Moves that empty hosts, beside those that were decided on already.</summary>
    public IEnumerable<PlannedMove> Decide(IReadOnlyList<HostLoad> hosts, IReadOnlyList<PlannedMove> before, ChoiceLog? log)
    {
        List<PlannedMove> moves = [];
        HashSet<HostLoad> settled = [.. before.Select(m => m.To)];
        foreach (HostLoad host in hosts.Where(h => h.Guests.Count == 0))
            host.Closed ??= ReasonCodes.HostIdle;

        int failed = 0;
        foreach (HostLoad host in hosts.Where(h => h.Closed is null && MayBeEmptied(h)).OrderByDescending(SavingPerMove).ThenBy(h => h.Demand))
        {
            if (settled.Contains(host))
                continue;
            if (failed >= settings.FailedAttempts || SavingPerMove(host) < settings.WattHoursPerMove)
                break;
            host.Closed = ReasonCodes.HostBeingEmptied;
            List<PlannedMove> evacuation = Evacuate(host, hosts, log);
            if (evacuation.Count == 0)
            {
                host.Closed = null;
                failed++;
                continue;
            }

            failed = 0;
            settled.UnionWith(evacuation.Select(m => m.To));
            moves.AddRange(evacuation);
        }

        return moves;
    }

    private bool MayBeEmptied(HostLoad host) =>
        host.Guests.Count > 0
        && !(host.RoundsSinceArrival < settings.ArrivalCooldown)
        && host.Guests.All(g => g.Pinned is null && !(g.RoundsSinceMove < settings.GuestCooldown));

    // Work that moves takes its power along; what a host needs for nothing is what is saved.
    private double SavingPerMove(HostLoad host) => host.Power.Idle * settings.Horizon.TotalHours / host.Guests.Count;

    private List<PlannedMove> Evacuate(HostLoad host, IReadOnlyList<HostLoad> hosts, ChoiceLog? log)
    {
        Reason reason = new(ReasonCodes.HostBeingEmptied, string.Create(
            CultureInfo.InvariantCulture, $"emptying {host.Id} saves {SavingPerMove(host):0} Wh a move, and all its guests fit elsewhere"));
        return targets.PlaceAll(host.Guests.OrderByDescending(g => g.Forecast(host, settings.Forecast).Mean), host, hosts, reason, log);
    }
}
