namespace ShadowMig.Driver.Cluster;

/// <summary>The only service of its fleet.</summary>
public sealed class LocalMembership : IMembership
{
    /// <inheritdoc/>
    public bool IsLeader => true;

    /// <inheritdoc/>
    public MembershipState State { get; } = new(CoordinationMode.Local, true, true, null);
}
