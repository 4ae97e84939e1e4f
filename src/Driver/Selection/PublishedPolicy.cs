using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>
/// Dynamic consolidation as published (Beloglazov and Buyya, CCPE 2012) and as CloudSim 3.0.3 runs it: guests leave overloaded
/// hosts until these no longer are, then one host after the other, the least used first, is emptied if all its guests fit elsewhere.
/// </summary>
public sealed class PublishedPolicy : IFleetPolicy
{
    private readonly IOverloadDetector _detector;
    private readonly IGuestSelector _guests;
    private readonly TargetSelector _targets;

    /// <summary>A policy of a detector and a guest selector, with power-aware best fit decreasing for targets.</summary>
    public PublishedPolicy(IOverloadDetector detector, IGuestSelector guests)
    {
        (_detector, _guests) = (detector, guests);
        _targets = new([new ProcessorFilter(), new MemoryFilter()], new PowerIncrease(), [new OverloadFilter(detector)]);
    }

    /// <inheritdoc/>
    public string Name => $"{_detector.Name} {_guests.Name}";

    /// <inheritdoc/>
    public int Window => 30;

    /// <inheritdoc/>
    public FleetDecision Decide(IReadOnlyList<HostLoad> hosts, ChoiceLog? log = null)
    {
        List<PlannedMove> moves = [];
        List<HostFinding> overloaded = [];
        List<HostFinding> stuck = [];
        List<(GuestLoad Guest, HostLoad From, Reason Reason)> leaving = [];
        foreach (HostLoad host in hosts)
        {
            if (_detector.Judge(host.Load) is { Overloaded: true } verdict)
            {
                overloaded.Add(new(host.Id, verdict.Explain()));
                host.Closed = ReasonCodes.HostOverloaded;
                leaving.AddRange(Relieve(host, log).Select(g => (g, host, verdict.Explain())));
            }
        }

        foreach ((GuestLoad guest, HostLoad from, Reason reason) in leaving.OrderByDescending(l => l.Guest.Demand))
        {
            if (_targets.Choose(guest, hosts, log) is { } target)
            {
                target.Add(guest);
                moves.Add(new(guest, from, target, reason));
            }
            else
            {
                stuck.Add(new(from.Id, new(ReasonCodes.NoMoveHelps, $"no host can take {guest.Id}")));
            }
        }

        moves.AddRange(UnderusedHosts.Empty(hosts, _targets, log));
        return new(moves, overloaded, stuck);
    }

    private List<GuestLoad> Relieve(HostLoad host, ChoiceLog? log)
    {
        List<GuestLoad> leaving = [];
        while (host.Guests.Where(g => g.Pinned is null).ToArray() is { Length: > 0 } movable)
        {
            GuestLoad guest = _guests.Choose(host, movable);
            log?.Add(host, guest);
            leaving.Add(guest);
            host.Remove(guest);
            if (!_detector.Judge(host.Load).Overloaded)
                break;
        }

        return leaving;
    }
}
