using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>One guest that should move.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="From">The host that it is to leave.</param>
/// <param name="To">The host that is to take it.</param>
/// <param name="Reason">Why.</param>
public sealed record PlannedMove(GuestLoad Guest, HostLoad From, HostLoad To, Reason Reason);
