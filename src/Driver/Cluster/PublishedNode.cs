namespace ShadowMig.Driver.Cluster;

/// <summary>A node that a service published.</summary>
/// <param name="Node">What was published last.</param>
/// <param name="IsSilent">Whether its lease lapsed: the service died, or does not reach etcd.</param>
public sealed record PublishedNode(NodeAdvertisement Node, bool IsSilent);
