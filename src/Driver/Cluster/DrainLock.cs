using System.Globalization;
using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>The drain of a node in the hands of its holder: renewed in the background, and confirmed by the book before each move.</summary>
/// <remarks>
/// A drain only plans. What keeps a guest from moving twice is the guest's own lock, so a drain that is lost stops nothing that runs:
/// it begins nothing more.
/// </remarks>
public sealed partial class DrainLock : IAsyncDisposable
{
    private readonly IDrainBook _book;
    private readonly DrainGrant _grant;
    private readonly TimeSpan _lease;
    private readonly ILogger _logger;
    private readonly LeaseRenewal _renewal;
    private Reason? _lost;

    private DrainLock(IDrainBook book, DrainGrant grant, TimeSpan lease, TimeProvider time, ILogger logger)
    {
        (_book, _grant, _lease, _logger) = (book, grant, lease, logger);
        _renewal = new(lease, time) { Release = token => book.ReleaseAsync(grant, token), NotReleased = why => LogNotReleased(grant.Claim.Node, why) };
        _renewal.Begin(RenewAsync, () => Lost is not null);
    }

    /// <summary>Why it is lost, for good; null while that is not known.</summary>
    public Reason? Lost => Volatile.Read(ref _lost);

    /// <summary>Takes the drain of a node.</summary>
    /// <returns>The drain, or why it was refused.</returns>
    /// <exception cref="IOException">The book cannot be read or written.</exception>
    public static async Task<(DrainLock? Lock, Reason? Refusal)> TakeAsync(
        IDrainBook book, DrainClaim claim, TimeSpan lease, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        DrainAttempt attempt = await book.TryTakeAsync(claim, lease, cancellationToken);
        return attempt.Grant is { } grant ? (new(book, grant, lease, time, logger), null) : (null, attempt.Refusal);
    }

    /// <summary>Asks the book whether the drain still stands.</summary>
    /// <returns>Null when it does; otherwise why no move may begin now.</returns>
    public async Task<Reason?> ConfirmAsync() => Lost ?? await RenewAsync(CancellationToken.None) ?? Lost;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _renewal.DisposeAsync();

    /// <summary>Renews it.</summary>
    /// <returns>Why that is not known to have worked; null when the book answered.</returns>
    private async Task<Reason?> RenewAsync(CancellationToken cancellationToken)
    {
        bool stands = true;
        if (await _renewal.AskAsync(async bound => stands = await _book.RenewAsync(_grant, _lease, bound), cancellationToken) is { } why)
        {
            if (!cancellationToken.IsCancellationRequested)
                LogNotRenewed(_grant.Claim.Node, why);
            return new(ReasonCodes.CoordinationUnavailable, string.Create(
                CultureInfo.InvariantCulture, $"whether the drain of {_grant.Claim.Node} (token {_grant.Token}) still stands is unknown: {why}"));
        }

        if (!stands)
            Lose();
        return null;
    }

    private void Lose()
    {
        Reason lost = new(ReasonCodes.LockLost, string.Create(
            CultureInfo.InvariantCulture,
            $"the drain of {_grant.Claim.Node} (token {_grant.Token}) lapsed before it was renewed; it begins no more moves, 'shadowmig drain {_grant.Claim.Node}' goes on"));
        if (Interlocked.CompareExchange(ref _lost, lost, null) is null)
            LogLost(_grant.Claim.Node, _grant.Token);
    }

    [LoggerMessage(1, LogLevel.Warning, "The drain of {Node} could not be renewed: {Why}")]
    private partial void LogNotRenewed(string node, string why);

    [LoggerMessage(2, LogLevel.Error, "The drain of {Node} (token {Token}) is lost: it begins no more moves")]
    private partial void LogLost(string node, long token);

    [LoggerMessage(3, LogLevel.Warning, "The drain of {Node} could not be given back and will lapse: {Why}")]
    private partial void LogNotReleased(string node, string why);
}
