namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Follows a transfer that goes on without its caller.</summary>
public interface IOrphanedTransfer
{
    /// <summary>
    /// Waits until the source has no migration of the guest any more. Before post-copy it is aborted at the deadline or when asked to;
    /// a post-copy that paused is resumed with back-off, and given up after some attempts.
    /// </summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="abort">Asks to abort it.</param>
    /// <param name="stop">Ends the watch; the transfer goes on.</param>
    /// <exception cref="OperationCanceledException">The watch was ended.</exception>
    Task<FollowedTransfer> FollowAsync(TransferToFollow transfer, CancellationToken abort, CancellationToken stop);
}
