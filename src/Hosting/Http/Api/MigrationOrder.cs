using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>A migration that was asked for.</summary>
/// <param name="Guest">Name or UUID of the guest.</param>
/// <param name="From">The node that runs it, by name; null for the one that the service watches.</param>
/// <param name="To">The node that is to take it, by name; null to choose one.</param>
/// <param name="Request">What is to be planned.</param>
internal sealed record MigrationOrder(string Guest, string? From, string? To, PlanRequest Request);
