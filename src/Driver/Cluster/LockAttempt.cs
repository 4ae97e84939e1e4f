using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>How an attempt to take a guest lock ended.</summary>
/// <param name="Grant">The lock; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was taken.</param>
public sealed record LockAttempt(LockGrant? Grant, Reason? Refusal = null)
{
    /// <summary>A refusal.</summary>
    public static LockAttempt Refused(Reason reason) => new(null, reason);
}
