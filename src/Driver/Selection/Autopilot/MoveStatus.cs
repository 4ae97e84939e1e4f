using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What became of a decided move.</summary>
/// <param name="Guest">UUID of the guest.</param>
/// <param name="To">The node that it was to go to.</param>
/// <param name="State">Where it stands.</param>
/// <param name="At">Since when.</param>
/// <param name="MigrationId">The migration that was made of it; null when there is none.</param>
/// <param name="Reasons">Why it did not complete, or what to know.</param>
public sealed record MoveStatus(Guid Guest, string To, MoveState State, DateTimeOffset At, string? MigrationId, IReadOnlyList<Reason> Reasons);
