using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Simulation;

/// <summary>All hosts and guests of a simulation, and the migrations between them.</summary>
internal sealed class SimulatedFleet
{
    private readonly SimulationModel _model;
    private readonly SimulatedPolicy _policy;
    private readonly ServiceAccount _account;
    private readonly SimulatedHost[] _hosts;
    private readonly SimulatedGuest[] _guests;
    private readonly PriorityQueue<(SimulatedGuest Guest, SimulatedHost Target), (double At, int Order)> _underWay = new();
    private double _lastSettled;
    private double _joules;
    private int _migrations;
    private int _overloads;
    private int _stuck;
    private int _round;

    public SimulatedFleet(UtilizationTrace trace, SimulationModel model, SimulatedPolicy policy)
    {
        (_model, _policy) = (model, policy);
        _account = new(model.Hosts, trace.Machines.Count);
        _hosts = [.. Enumerable.Range(0, model.Hosts).Select(i => new SimulatedHost(i, model.HostTypes[i % model.HostTypes.Count], model.MigrationLoss, _account))];
        _guests = [.. trace.Machines.Select((m, i) => new SimulatedGuest(i, model.TypeOf(i, trace.Machines.Count), m, trace.Interval.TotalSeconds))];
        InitialPlacement.Place(_guests, _hosts, policy.Placement);
    }

    /// <summary>Ends the migrations that end before a time.</summary>
    public void Arrive(double until)
    {
        while (_underWay.TryPeek(out _, out (double At, int Order) next) && next.At < until)
        {
            Settle(next.At);
            while (_underWay.TryPeek(out _, out (double At, int Order) same) && same.At == next.At)
                Arrive(_underWay.Dequeue());
            Settle(next.At);
        }
    }

    /// <summary>Brings everything to a time: demands, shares, energy; guests that are done leave.</summary>
    public void Settle(double now)
    {
        foreach (SimulatedGuest guest in _guests)
            guest.Advance(now);
        double time = now - _lastSettled;
        foreach (SimulatedHost host in _hosts)
        {
            host.Share(now);
            _joules += time > 0 ? _policy.AlwaysFullPower ? host.Type.Power.Full * time : host.Energy(time) : 0;
        }

        _lastSettled = now;
        if (_model.IdleGuestsLeave)
        {
            foreach (SimulatedGuest guest in _guests.Where(g => g is { Host: not null, Demand: 0, IsMigrating: false }))
            {
                guest.Host!.Guests.Remove(guest);
                guest.Host = null;
            }
        }
    }

    /// <summary>Lets the policy decide, and begins what it decided.</summary>
    public void Decide(double now, Action<SimulatedDecision>? onDecision)
    {
        _round++;
        foreach (SimulatedGuest guest in _guests)
            guest.Record();
        if (_policy.Policy is not { } policy)
            return;
        ChoiceLog? log = onDecision is null ? null : new();
        FleetDecision decision = policy.Decide(Describe(policy.Window), log);
        onDecision?.Invoke(new(TimeSpan.FromSeconds(now), decision, log!.Choices));
        _overloads += decision.Overloaded.Count;
        _stuck += decision.Stuck.Count;
        foreach (PlannedMove move in decision.Moves)
            Begin(_guests[move.Guest.Ordinal], _hosts[move.To.Ordinal], now);
    }

    /// <summary>What came of it.</summary>
    public SimulationResult Result() => new(_policy.Name)
    {
        EnergyKilowattHours = _joules / 3.6e6,
        Migrations = _migrations,
        OverloadTimeRatio = _account.OverloadTimeRatio,
        MigrationLossRatio = _account.MigrationLossRatio,
        MissingRatio = _account.MissingRatio,
        ActiveHosts = _lastSettled > 0 ? _account.ActiveHostSeconds / _lastSettled : 0,
        HostShutdowns = _account.HostShutdowns,
        Overloads = _overloads,
        Stuck = _stuck,
    };

    private HostLoad[] Describe(int window)
    {
        HostLoad[] loads = [.. _hosts.Select(h => h.Describe(_round, window, _model.CountsMemory))];
        foreach (SimulatedHost host in _hosts)
        {
            foreach (SimulatedGuest guest in host.Guests)
                loads[host.Ordinal].Add(guest.Describe(_round, window, _model.MigrationTime(guest.Type)));
        }

        return loads;
    }

    private void Begin(SimulatedGuest guest, SimulatedHost target, double now)
    {
        _migrations++;
        guest.IsMigrating = true;
        guest.Moved(_round);
        target.Expect(guest, _round);
        target.Share(now);
        guest.Host!.Share(now);
        _underWay.Enqueue((guest, target), (now + _model.MigrationSeconds(guest.Type), _migrations));
    }

    private static void Arrive((SimulatedGuest Guest, SimulatedHost Target) migration)
    {
        migration.Guest.Host!.Guests.Remove(migration.Guest);
        migration.Guest.IsMigrating = false;
        migration.Target.Receive(migration.Guest);
    }
}
