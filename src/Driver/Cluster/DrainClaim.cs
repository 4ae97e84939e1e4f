namespace ShadowMig.Driver.Cluster;

/// <summary>Who wants to empty a node.</summary>
/// <param name="Node">The node's name in the inventory.</param>
/// <param name="Holder">The process: host name and process id.</param>
/// <param name="At">Since when, by the holder's clock.</param>
public sealed record DrainClaim(string Node, string Holder, DateTimeOffset At);
