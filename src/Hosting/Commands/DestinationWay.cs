using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Hosting.Commands;

/// <summary>A node as a destination, and what the checks found.</summary>
/// <param name="Node">The node.</param>
/// <param name="Report">The checks; null when it was not asked.</param>
/// <param name="Refusals">Why it cannot take the guest; empty when nothing was found against it.</param>
internal sealed record DestinationWay(FleetNode Node, PreflightReport? Report, IReadOnlyList<Reason> Refusals);
