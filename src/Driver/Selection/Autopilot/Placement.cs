using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The search for a node that takes a guest.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="To">The node that was found; null when none would do.</param>
/// <param name="Targets">What became of each node.</param>
public sealed record Placement(DomainIdentity Guest, string? To, IReadOnlyList<TargetFate> Targets);
