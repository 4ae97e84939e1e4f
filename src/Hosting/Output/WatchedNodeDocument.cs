using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Hosting.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>A node that the autopilot watches, in JSON; state is that of the rule about what its guests ask for.</summary>
internal sealed record WatchedNodeDocument(string Node, bool Up, DateTimeOffset? At, double? DemandRatio, double? Processors, int Guests, string State)
{
    public static WatchedNodeDocument From(FleetNodeSample sample, AutopilotReport report) => new(
        sample.Node.Name,
        sample.IsUp,
        sample.At,
        sample.Load.Finite(),
        sample.Processors,
        sample.Guests.Count,
        (report.Loads.FirstOrDefault(l => l.Node == sample.Node.Name).Status?.State ?? RuleState.Unknown).Name());
}
