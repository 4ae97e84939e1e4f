namespace ShadowMig.Driver.Cluster;

/// <summary>Where guest locks lie. A guest has at most one at a time, and each lock a greater token than all before it.</summary>
/// <remarks>
/// A lock lapses when it was not renewed for a lease. Each member waits for a bounded time only, and throws
/// <see cref="IOException"/> when the store cannot be read or written.
/// </remarks>
public interface IGuestLockStore
{
    /// <summary>Takes the lock of a guest, unless somebody has it or, where it is no takeover, a limit on migrations is reached.</summary>
    /// <param name="claim">Who wants it.</param>
    /// <param name="lease">How long it stands without being renewed.</param>
    /// <param name="cancellationToken">Gives up; a lock taken meanwhile is released or lapses.</param>
    Task<LockAttempt> TryTakeAsync(GuestClaim claim, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews a lock for another lease.</summary>
    /// <returns>False when it does not stand any more: it lapsed, whether or not somebody has taken another since.</returns>
    Task<bool> RenewAsync(LockGrant grant, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives a lock back; harmless when it lapsed.</summary>
    Task ReleaseAsync(LockGrant grant, CancellationToken cancellationToken);

    /// <summary>All locks that stand.</summary>
    Task<IReadOnlyList<StandingLock>> StandingAsync(CancellationToken cancellationToken);
}
