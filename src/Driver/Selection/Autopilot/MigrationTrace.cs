using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What a decision has to know of a migration in the journal, whoever began it.</summary>
/// <param name="Guest">UUID of the guest.</param>
/// <param name="Ends">The nodes.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="ProgressAt">When anything of it was last recorded; null before the first time.</param>
/// <param name="EndedAt">When it ended; null while it runs, or when its process died.</param>
/// <param name="Completed">Whether the guest arrived.</param>
public sealed record MigrationTrace(
    Guid Guest, LinkEnds Ends, DateTimeOffset StartedAt, DateTimeOffset? ProgressAt, DateTimeOffset? EndedAt, bool Completed);
