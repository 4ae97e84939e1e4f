using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>A node that is to be emptied.</summary>
/// <param name="Node">The node.</param>
/// <param name="Overrides">What was said of limits; they win over each guest's profile.</param>
/// <param name="Observation">How guests are observed.</param>
/// <param name="MaxOutgoing">Most migrations at a time.</param>
/// <param name="IncludePinned">Whether guests move whose owners do not want it.</param>
/// <param name="DryRun">Whether to plan only.</param>
internal sealed record DrainRequest(
    FleetNode Node, LimitOverrides Overrides, ObservationOptions Observation, int MaxOutgoing, bool IncludePinned, bool DryRun)
{
    /// <summary>What is to be planned for one guest.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="destination">Where it should go; null to look at all nodes.</param>
    public PlanRequest For(DomainIdentity guest, FleetNode? destination = null) =>
        new(Node.Uri, guest.Uuid.ToString(), destination?.Uri, Overrides, Observation);
}
