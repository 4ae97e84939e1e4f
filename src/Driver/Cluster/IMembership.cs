namespace ShadowMig.Driver.Cluster;

/// <summary>This service as a member of the fleet. Reading it never waits.</summary>
public interface IMembership
{
    /// <summary>Whether this service decides for the fleet, proven within its lease; drains and balance decisions are the leader's.</summary>
    bool IsLeader { get; }

    /// <summary>Where it stands.</summary>
    MembershipState State { get; }
}
