namespace ShadowMig.Driver.Cluster;

/// <summary>Which nodes are being drained, and by whom. A node has at most one drain at a time.</summary>
/// <remarks>
/// A drain lapses when it was not renewed for a lease. Members throw <see cref="IOException"/> when the book cannot be read or written.
/// </remarks>
public interface IDrainBook
{
    /// <summary>Takes the drain of a node, unless somebody has it.</summary>
    /// <param name="claim">Who wants it.</param>
    /// <param name="lease">How long it stands without being renewed.</param>
    /// <param name="cancellationToken">Gives up; a drain taken meanwhile lapses.</param>
    Task<DrainAttempt> TryTakeAsync(DrainClaim claim, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews a drain for another lease.</summary>
    /// <returns>False when it does not stand any more: it lapsed, whether or not somebody has taken another since.</returns>
    Task<bool> RenewAsync(DrainGrant grant, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends a drain; harmless when it lapsed.</summary>
    Task ReleaseAsync(DrainGrant grant, CancellationToken cancellationToken);

    /// <summary>All drains that stand.</summary>
    Task<IReadOnlyList<StandingDrain>> StandingAsync(CancellationToken cancellationToken);
}
