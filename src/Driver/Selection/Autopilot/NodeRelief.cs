using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Decides which guests leave one node, and where they go.</summary>
internal sealed class NodeRelief
{
    private readonly DecisionBoard _board;
    private readonly HostLoad _host;
    private readonly ReliefGoal _goal;
    private readonly TargetSearch _search;
    private readonly List<GuestFate> _fates = [];
    private readonly List<Placement> _placements = [];
    private readonly List<DecidedMove> _moves = [];
    private readonly List<Hold> _holds = [];

    /// <summary>The relief of a node.</summary>
    /// <param name="board">The fleet; the moves that are decided are made on it.</param>
    /// <param name="host">The node.</param>
    /// <param name="causes">What is in effect there, not stale.</param>
    public NodeRelief(DecisionBoard board, HostLoad host, IReadOnlyList<NodeCause> causes)
    {
        (_board, _host) = (board, host);
        _goal = new(board, host, causes);
        _search = new(board, host, _goal);
    }

    /// <summary>Decides.</summary>
    /// <param name="finding">The finding so far.</param>
    public NodeFinding Decide(NodeFinding finding)
    {
        if (HeldAsAWhole() is { } hold)
            return finding with { Outcome = DecisionOutcome.HeldBack, Reasons = [hold.Reason], HeldUntil = hold.Until };

        if (_goal.IsReached(0))
            return finding with { Reasons = [new(ReasonCodes.WithinCapacity, "on the mean its guests ask for what it has")] };

        List<GuestLoad> movable = SortOut();
        while (movable.Count > 0 && !_goal.IsReached(_moves.Count))
        {
            GuestLoad guest = _goal.Selector.Choose(_host, Foremost(movable));
            movable.Remove(guest);
            Try(guest);
        }

        _fates.AddRange(movable.Select(g => Fate(g, new(ReasonCodes.EnoughRelief, "the node needs no more relief for now"))));
        return Conclude(finding) with
        {
            Guests = [.. _fates.OrderBy(f => f.Fate.Code != ReasonCodes.Chosen).ThenBy(f => f.Guest.Name, StringComparer.Ordinal)],
            Placements = _placements,
            Moves = _moves,
        };
    }

    private Hold? HeldAsAWhole() => _board.Of(_host).IsDraining
        ? new(new(ReasonCodes.NodeDraining, $"{_host.Id} is being drained: its guests leave by that"), null)
        : _board.History.UnderWay(_host.Id) ?? (_goal.IsFailing ? null : _board.History.NodeCooldown(_host.Id)) ?? _board.History.Budget(_board.Decided);

    private List<GuestLoad> SortOut()
    {
        GuestPins pins = new(_board, _goal.IsFailing);
        List<GuestLoad> movable = [];
        foreach (GuestLoad guest in _host.Guests)
        {
            if (pins.Of(guest, _host) is not { } pin)
            {
                movable.Add(guest);
                continue;
            }

            if (pin.Until is not null)
                _holds.Add(pin);
            _fates.Add(Fate(guest, pin.Reason));
        }

        return movable;
    }

    // The least important leave first; from a machine that fails the most important.
    private GuestLoad[] Foremost(List<GuestLoad> movable)
    {
        int Priority(GuestLoad guest) => _board.Of(guest).Policy!.Priority;
        int first = _goal.IsFailing ? movable.Max(Priority) : movable.Min(Priority);
        return [.. movable.Where(g => Priority(g) == first)];
    }

    private void Try(GuestLoad guest)
    {
        if (_goal.Objection(guest) is { } objection)
        {
            _fates.Add(Fate(guest, objection));
            return;
        }

        if (_board.History.Budget(_board.Decided) is { } budget)
        {
            _holds.Add(budget);
            _fates.Add(Fate(guest, budget.Reason));
            return;
        }

        (HostLoad? target, Placement placement) = _search.Find(guest);
        _placements.Add(placement);
        if (target is null)
        {
            _fates.Add(Fate(guest, new(ReasonCodes.NoDestination, "no node can take it")));
            return;
        }

        _fates.Add(Fate(guest, new(ReasonCodes.Chosen, $"to {target.Id}")));
        _board.Move(guest, _host, target);
        _moves.Add(new(_board.Of(guest).Domain, _host.Id, target.Id, _goal.Cause.Reason, guest.MigrationTime.TotalSeconds));
    }

    private GuestFate Fate(GuestLoad guest, Reason reason)
    {
        DecisionGuest known = _board.Of(guest);
        return new(known.Domain, reason, Math.Round(guest.Forecast(_host, _board.Forecast).Mean * _host.Capacity, 4), known.Forecast?.Seconds);
    }

    private NodeFinding Conclude(NodeFinding finding)
    {
        if (_moves.Count > 0)
            return finding with { Outcome = DecisionOutcome.Move };
        if (_holds.Count == 0 && !_search.IsHeld)
        {
            string why = _fates.Count == 0 ? "it has no guests" : _placements.Count == 0 ? "none of its guests may leave" : "no node can take a guest that may leave";
            return finding with { Outcome = DecisionOutcome.NoMoveHelps, Reasons = [new(ReasonCodes.NoMoveHelps, $"no move helps {_host.Id}: {why}")] };
        }

        Reason reason = _holds.Count > 0
            ? _holds[0].Reason
            : new(ReasonCodes.NoDestination, "nodes that could take a guest may not yet");
        return finding with { Outcome = DecisionOutcome.HeldBack, Reasons = [reason], HeldUntil = _holds.Select(h => h.Until).Append(_search.HeldUntil).Min() };
    }
}
