using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>What became of a move.</summary>
/// <param name="Plan">The plan; null when none was made.</param>
/// <param name="Report">The migration; null when none was begun.</param>
/// <param name="Reasons">Why it did not complete, or what to know.</param>
internal sealed record GuestMoveOutcome(PlanOutcome? Plan, MigrationReport? Report, IReadOnlyList<Reason> Reasons)
{
    /// <summary>Whether it was cancelled before the migration began.</summary>
    public bool IsDropped { get; init; }
}
