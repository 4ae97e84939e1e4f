using Prometheus;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>What is counted of the autopilot: decisions that were recorded, and moves that ended.</summary>
internal sealed class AutopilotCounters
{
    private static readonly DecisionOutcome[] Recorded = [DecisionOutcome.Move, DecisionOutcome.HeldBack, DecisionOutcome.NoMoveHelps, DecisionOutcome.Stale];
    private static readonly MoveState[] Ends = [.. Enum.GetValues<MoveState>().Where(s => s is not (MoveState.Waiting or MoveState.Running or MoveState.NotArmed))];

    private readonly Counter _decisions, _moves;

    /// <summary>Declares the metrics; all series start at zero.</summary>
    public AutopilotCounters(IMetricFactory factory)
    {
        _decisions = factory.CreateCounter("shadowmig_decisions_total", "Decisions that the autopilot recorded, by what they came to.", ["outcome"]);
        _moves = factory.CreateCounter("shadowmig_autopilot_moves_total", "Moves of the autopilot that ended, by what became of them.", ["result"]);
        foreach (DecisionOutcome outcome in Recorded)
            _decisions.WithLabels(outcome.Name());
        foreach (MoveState end in Ends)
            _moves.WithLabels(end.Name());
    }

    /// <summary>Counts a decision that was recorded.</summary>
    public void Count(DecisionOutcome outcome) => _decisions.WithLabels(outcome.Name()).Inc();

    /// <summary>Counts a move that ended.</summary>
    public void Count(MoveState end) => _moves.WithLabels(end.Name()).Inc();
}
