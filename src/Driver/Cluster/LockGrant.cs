namespace ShadowMig.Driver.Cluster;

/// <summary>A guest lock that was taken.</summary>
/// <param name="Claim">By whom and for what.</param>
/// <param name="Token">Fencing token: greater than that of any lock taken before it.</param>
/// <param name="LeaseId">The lease that it stands on; 0 where there are none.</param>
public sealed record LockGrant(GuestClaim Claim, long Token, long LeaseId = 0);
