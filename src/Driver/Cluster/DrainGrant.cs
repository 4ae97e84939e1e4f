namespace ShadowMig.Driver.Cluster;

/// <summary>The drain of a node that was taken.</summary>
/// <param name="Claim">By whom.</param>
/// <param name="Token">Fencing token: greater than that of any drain taken before it.</param>
/// <param name="LeaseId">The lease that it stands on; 0 where there are none.</param>
public sealed record DrainGrant(DrainClaim Claim, long Token, long LeaseId = 0);
