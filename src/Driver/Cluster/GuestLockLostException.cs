using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>Something was about to be changed under a guest lock that does not surely stand.</summary>
public sealed class GuestLockLostException(Reason reason) : IOException(reason.Message)
{
    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;
}
