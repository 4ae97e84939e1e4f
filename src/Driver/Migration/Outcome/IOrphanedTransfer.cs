using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Follows a transfer that goes on without its caller.</summary>
public interface IOrphanedTransfer
{
    /// <summary>Waits until the source has no migration of the guest any more; aborts at the deadline or when cancelled, unless in post-copy.</summary>
    /// <param name="sourceUri">The source.</param>
    /// <param name="destinationUri">The destination.</param>
    /// <param name="uuid">The guest.</param>
    /// <param name="left">Time left until the deadline.</param>
    /// <param name="mayAbort">Asked before each attempt to abort.</param>
    /// <param name="cancellationToken">Aborts.</param>
    /// <returns>Why it was aborted; null when it was not.</returns>
    Task<Reason?> FollowAsync(
        string sourceUri, string destinationUri, Guid uuid, TimeSpan left, Func<Task<bool>> mayAbort, CancellationToken cancellationToken);
}
