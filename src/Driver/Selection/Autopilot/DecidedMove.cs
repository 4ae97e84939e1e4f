using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>One guest that should move.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="From">The node that it is to leave.</param>
/// <param name="To">The node that is to take it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seconds">How long it is expected to take.</param>
public sealed record DecidedMove(DomainIdentity Guest, string From, string To, Reason Reason, double Seconds);
