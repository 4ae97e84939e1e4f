using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>A move that was decided and that the last look before it refused.</summary>
/// <param name="Guest">UUID of the guest.</param>
/// <param name="To">The node that it was to go to.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record PastRefusal(Guid Guest, string To, DateTimeOffset At, Reason Reason);
