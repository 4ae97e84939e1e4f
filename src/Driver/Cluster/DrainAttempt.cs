using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>How an attempt to take the drain of a node ended.</summary>
/// <param name="Grant">The drain; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was taken.</param>
public sealed record DrainAttempt(DrainGrant? Grant, Reason? Refusal = null);
