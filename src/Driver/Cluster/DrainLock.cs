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
    private static readonly TimeSpan ReleaseBound = TimeSpan.FromSeconds(3);

    private readonly IDrainBook _book;
    private readonly DrainGrant _grant;
    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;
    private Reason? _lost;

    private DrainLock(IDrainBook book, DrainGrant grant, TimeSpan lease, TimeProvider time, ILogger logger)
    {
        (_book, _grant, _lease, _time, _logger) = (book, grant, lease, time, logger);
        _renewing = RenewForeverAsync();
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
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        try
        {
            using CancellationTokenSource bound = new(ReleaseBound, _time);
            await _book.ReleaseAsync(_grant, bound.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            LogNotReleased(_grant.Claim.Node, e.Message);
        }

        _end.Dispose();
    }

    private async Task RenewForeverAsync()
    {
        while (Lost is null)
        {
            await Task.Delay(_lease / 3, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
                return;
            await RenewAsync(_end.Token);
        }
    }

    /// <summary>Renews it.</summary>
    /// <returns>Why that is not known to have worked; null when the book answered.</returns>
    private async Task<Reason?> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenSource bound = new(_lease / 3, _time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
            if (!await _book.RenewAsync(_grant, _lease, either.Token))
                Lose();
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            string why = e is IOException ? e.Message : "the store does not answer in time";
            if (!cancellationToken.IsCancellationRequested)
                LogNotRenewed(_grant.Claim.Node, why);
            return new(ReasonCodes.CoordinationUnavailable, string.Create(
                CultureInfo.InvariantCulture, $"whether the drain of {_grant.Claim.Node} (token {_grant.Token}) still stands is unknown: {why}"));
        }
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
