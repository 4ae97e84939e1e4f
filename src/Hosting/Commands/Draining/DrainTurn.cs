using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Draining;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>A guest that waits for its turn, or has it.</summary>
/// <param name="item">The guest.</param>
/// <param name="plannedAt">When its plan was made, a timestamp of the clock.</param>
internal sealed class DrainTurn(DrainItem item, long plannedAt)
{
    private volatile MigrationProgress? _progress;

    /// <summary>The guest.</summary>
    public DrainItem Item => item;

    /// <summary>When its plan was made, a timestamp of the clock.</summary>
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

    /// <summary>How long it still takes: by the forecast from its rounds, or else by its plan.</summary>
    /// <param name="elapsed">Time since it began.</param>
    public TimeSpan Left(TimeSpan elapsed) =>
        _progress?.Remaining is { } remaining ? remaining + DrainMove.Handling
        : Move.Alone > elapsed ? Move.Alone - elapsed
        : TimeSpan.Zero;
}
