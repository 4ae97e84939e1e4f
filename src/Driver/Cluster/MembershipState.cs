namespace ShadowMig.Driver.Cluster;

/// <summary>Where a service stands in its fleet.</summary>
/// <param name="Mode">How the fleet is coordinated.</param>
/// <param name="IsUp">Whether the last attempt to renew its lease succeeded.</param>
/// <param name="IsLeader">Whether it decides for the fleet.</param>
/// <param name="SinceRenewal">Time since its lease was last renewed; null where there is none.</param>
public sealed record MembershipState(CoordinationMode Mode, bool IsUp, bool IsLeader, TimeSpan? SinceRenewal);
