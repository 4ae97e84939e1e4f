using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>A guest that has to leave its node.</summary>
/// <param name="Domain">The guest.</param>
/// <param name="Demand">What it takes of a node, what QEMU adds to its memory included.</param>
/// <param name="Candidates">Every node that might take it, as seen when the guest was observed, with the plan of the way there.</param>
public sealed record DrainGuest(DomainIdentity Domain, GuestDemand Demand, IReadOnlyList<DestinationCandidate> Candidates);
