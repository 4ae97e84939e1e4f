using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Draining;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>A guest that waits for its turn, or has it.</summary>
/// <param name="item">The guest.</param>
/// <param name="input">What its first plan rests on.</param>
/// <param name="plannedAt">When it was observed for its plan, a timestamp of the clock.</param>
internal sealed class DrainTurn(DrainItem item, PlanningInput input, long plannedAt)
{
    private volatile MigrationProgress? _progress;

    /// <summary>The guest.</summary>
    public DrainItem Item => item;

    /// <summary>What its first plan rests on.</summary>
    public PlanningInput Input => input;

    /// <summary>When it was observed for its plan, a timestamp of the clock.</summary>
    public long PlannedAt { get; private set; } = plannedAt;

    /// <summary>When its migration began, a timestamp of the clock; 0 before.</summary>
    public long BeganAt { get; private set; }

    /// <summary>Its migration as the schedule counts it.</summary>
    public DrainMove Move { get; private set; } = DrainMove.Of(item.Plan!);

    /// <summary>The latest reading of the transfer; null before the first.</summary>
    public MigrationProgress? Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>Takes a plan that was made again.</summary>
    public void Renew(MigrationPlan plan, long at)
    {
        item.Renew(plan);
        (Move, PlannedAt) = (DrainMove.Of(plan), at);
    }

    /// <summary>Its migration begins.</summary>
    public void Begin(long at) => BeganAt = at;

    /// <summary>Whether it still has to send; one that may go to post-copy sends until its end.</summary>
    public bool Sends => _progress is not { Phase: >= MigrationPhase.Commitment } || item.Plan?.Chosen?.Parameters is { PostCopy: true } or { PostCopyRescue: true };

    /// <summary>How long it still sends, by the forecast from its rounds, or else by its plan; and how long it is closed then.</summary>
    /// <param name="elapsed">Time since it began.</param>
    public (TimeSpan Sending, TimeSpan Closing) Left(TimeSpan elapsed)
    {
        TimeSpan planned = Move.Setup + Move.Sending - elapsed;
        TimeSpan sending = _progress?.Remaining ?? (planned > TimeSpan.Zero ? planned : TimeSpan.Zero);
        return (Sends ? sending : TimeSpan.Zero, Move.Closing);
    }
}
