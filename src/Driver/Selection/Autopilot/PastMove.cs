namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>A migration of the past, or one under way, whoever began it.</summary>
/// <param name="Guest">UUID of the guest.</param>
/// <param name="From">The node that it left, by its name in the inventory; its URI where it has none.</param>
/// <param name="To">The node that it went to, likewise.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Completed">Whether the guest arrived.</param>
public sealed record PastMove(Guid Guest, string From, string To, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool Completed);
