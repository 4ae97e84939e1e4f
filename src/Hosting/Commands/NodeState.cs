using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Commands;

/// <summary>One node as it is now.</summary>
/// <param name="Node">The node.</param>
/// <param name="Cordon">Its cordon; null when it takes guests.</param>
/// <param name="Facts">What it says of itself; null when it does not answer.</param>
/// <param name="Load">How busy it is; null when it does not answer.</param>
/// <param name="Guests">Guests that run on it; null when it does not answer.</param>
/// <param name="Reserved">Memory promised to migrations on their way to it; null when nobody can tell.</param>
/// <param name="Failure">Why it does not answer; null when it does.</param>
internal sealed record NodeState(
    FleetNode Node, Cordon? Cordon, NodeFacts? Facts, NodeLoad? Load, int? Guests, ByteCount? Reserved, Reason? Failure)
{
    /// <summary>In one word.</summary>
    public string Word => Failure is not null ? "unreachable" : Cordon is not null ? "cordoned" : "ready";
}
