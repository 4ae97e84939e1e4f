namespace ShadowMig.Driver.Migration;

/// <summary>One phase that was entered and left.</summary>
public sealed record PhaseTiming(MigrationPhase Phase, DateTimeOffset StartedAt, TimeSpan Duration);
