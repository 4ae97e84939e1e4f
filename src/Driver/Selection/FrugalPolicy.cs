using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>
/// The project's own policy: few moves that last. Guests leave a host only when its load stays above capacity, those that cost
/// least for the relief; they go where the forecast leaves a margin; and a host is emptied only if that saves more than it costs.
/// </summary>
public sealed class FrugalPolicy : IFleetPolicy
{
    private readonly FrugalSettings _settings;
    private readonly ForecastDetector _detector;
    private readonly LeastCostForRelief _guests;
    private readonly TargetSelector _targets;
    private readonly HostEmptying _emptying;

    /// <summary>The policy.</summary>
    public FrugalPolicy(FrugalSettings settings)
    {
        _settings = settings;
        _detector = new(settings.Forecast);
        _guests = new(settings);
        _targets = new(
            [new ProcessorFilter(), new MemoryFilter()],
            new FullestEfficientHost(),
            [new CoreSpeedFilter(settings.Forecast, settings.ArrivalMargin), new MarginFilter(settings.Forecast, settings.ArrivalMargin)]);
        _emptying = new(settings, _targets);
    }

    /// <inheritdoc/>
    public string Name => "shadowmig";

    /// <inheritdoc/>
    public int Window => _settings.Forecast.Window;

    /// <inheritdoc/>
    public FleetDecision Decide(IReadOnlyList<HostLoad> hosts, ChoiceLog? log = null)
    {
        List<PlannedMove> moves = [];
        List<HostFinding> overloaded = [];
        List<HostFinding> stuck = [];
        List<(HostLoad Host, OverloadVerdict Verdict)> toRelieve = [];
        foreach (HostLoad host in hosts)
        {
            if (_detector.Judge(host.Load) is { Overloaded: true } verdict)
            {
                overloaded.Add(new(host.Id, verdict.Explain()));
                host.Closed = ReasonCodes.HostOverloaded;
                toRelieve.Add((host, verdict));
            }
        }

        // The worst first, while there is most room elsewhere.
        foreach ((HostLoad host, OverloadVerdict verdict) in toRelieve.OrderByDescending(r => r.Verdict.Measure))
        {
            List<PlannedMove> relief = Relieve(host, hosts, verdict.Explain(), log);
            moves.AddRange(relief);
            if (relief.Count == 0)
                stuck.Add(new(host.Id, new(ReasonCodes.NoMoveHelps, $"no guest of {host.Id} finds a host that it does not overload")));
        }

        moves.AddRange(_emptying.Decide(hosts, moves, log));
        return new(moves, overloaded, stuck);
    }

    private List<PlannedMove> Relieve(HostLoad host, IReadOnlyList<HostLoad> hosts, Reason reason, ChoiceLog? log)
    {
        List<PlannedMove> moves = [];
        List<GuestLoad> movable = [.. host.Guests.Where(g => g.Pinned is null)];
        // A host that is left by its only guest is overloaded elsewhere.
        while (movable.Count > 0 && host.Guests.Count > 1 && _guests.Excess(host) > 0)
        {
            GuestLoad guest = _guests.Choose(host, movable);
            log?.Add(host, guest);
            movable.Remove(guest);
            if (_targets.Choose(guest, hosts, log) is not { } target)
                continue;
            host.Remove(guest);
            target.Add(guest);
            moves.Add(new(guest, host, target, reason));
        }

        return moves;
    }
}
