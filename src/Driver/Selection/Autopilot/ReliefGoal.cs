using System.Globalization;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What a node has to be relieved of, and when that is enough.</summary>
internal sealed class ReliefGoal
{
    private const string Cpu = "cpu";

    private readonly HostLoad _host;
    private readonly LeastCostForRelief _load;
    private readonly TimeSpan _horizon;

    /// <summary>The goal for a node.</summary>
    /// <param name="board">The fleet.</param>
    /// <param name="host">The node.</param>
    /// <param name="causes">What is in effect there.</param>
    public ReliefGoal(DecisionBoard board, HostLoad host, IReadOnlyList<NodeCause> causes)
    {
        (_host, _horizon) = (host, board.Input.Settings.Horizon);
        _load = new(new() { Forecast = board.Forecast, ReliefMargin = 0 });
        IsFailing = causes.Any(c => c.Effect == RuleEffect.Degrading);
        Cause = IsFailing
            ? causes.First(c => c.Effect == RuleEffect.Degrading)
            : causes.MinBy(c => (c.Rule != LoadBook.Signal, c.Resource != Cpu))!;
        IsOfLoad = !IsFailing && Cause.Resource == Cpu;
        Selector = IsFailing ? new HardestFirst() : IsOfLoad ? new LeastTotalCost(_load) : new LeastCostForMemory();
    }

    /// <summary>Whether the machine fails, so that all guests should leave.</summary>
    public bool IsFailing { get; }

    /// <summary>Whether it is processors that its guests ask too much of.</summary>
    public bool IsOfLoad { get; }

    /// <summary>The cause that the moves are made for.</summary>
    public NodeCause Cause { get; }

    /// <summary>Which guest goes first.</summary>
    public IGuestSelector Selector { get; }

    /// <summary>
    /// Whether so many moves are enough: never for a failing machine; for load, when it is where it clears; for anything that
    /// the guests' figures do not foretell, one, whose effect has to show first.
    /// </summary>
    public bool IsReached(int moves) => !IsFailing && (IsOfLoad && (Cause.Rule == LoadBook.Signal || Excess > 0) ? Excess <= 0 : moves > 0);

    /// <summary>Why moving a guest is not worth what it costs; null when it is.</summary>
    public Reason? Objection(GuestLoad guest)
    {
        if (!IsOfLoad)
            return null;
        double relief = _load.Relief(guest, _host);
        double gain = (Excess > 0 ? Math.Min(relief, Excess) : relief) * _host.Capacity * _horizon.TotalSeconds;
        double cost = _load.Cost(guest, _host);
        return gain > cost ? null : new(ReasonCodes.GainTooSmall, string.Create(CultureInfo.InvariantCulture,
            $"it would bring {gain:0.#} processor seconds within {Duration.Format(_horizon)} and cost {cost:0.#}"));
    }

    private double Excess => _load.Excess(_host);
}
