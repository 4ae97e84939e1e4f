using System.Globalization;
using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>A guest lock in the hands of its holder: renewed in the background, and asked before each step that changes something.</summary>
/// <remarks>
/// Time is counted from before a renewal was asked for, so the holder stops before the store would let somebody else in.
/// A holder that did not run for a whole lease (SIGSTOP) counts its lock as lost without asking; in a suspended machine the clock
/// stands still too, and the next renewal tells.
/// </remarks>
public sealed partial class GuestLock : IAsyncDisposable
{
    // The clocks of holder and store may differ in rate; this share of a lease is left to them.
    private const double Trusted = 0.9;

    private readonly IGuestLockStore _store;
    private readonly LockGrant _grant;
    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly LeaseRenewal _renewal;
    private long _provenAt;
    private long _attemptedAt;
    private string _trouble = "the store does not answer";
    private Reason? _lost;

    private GuestLock(IGuestLockStore store, LockGrant grant, TimeSpan lease, long askedAt, TimeProvider time, ILogger logger)
    {
        (_store, _grant, _lease, _time, _logger) = (store, grant, lease, time, logger);
        _provenAt = _attemptedAt = askedAt;
        _renewal = new(lease, time) { Release = token => store.ReleaseAsync(grant, token), NotReleased = why => LogNotReleased(grant.Claim.GuestName, why) };
        _renewal.Begin(RenewAsync, () => Standing == LockStanding.Lost);
    }

    /// <summary>The fencing token.</summary>
    public long Token => _grant.Token;

    /// <summary>What is known of it now, by the clock alone.</summary>
    public LockStanding Standing => Judge().Standing;

    /// <summary>Why nothing may be changed now; null while the lock stands.</summary>
    public Reason? Objection => Judge().Objection;

    /// <summary>Takes the lock of a guest.</summary>
    /// <returns>The lock, or why it was refused.</returns>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public static async Task<(GuestLock? Lock, Reason? Refusal)> TakeAsync(
        IGuestLockStore store, GuestClaim claim, TimeSpan lease, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        long askedAt = time.GetTimestamp();
        LockAttempt attempt = await store.TryTakeAsync(claim, lease, cancellationToken);
        return attempt.Grant is { } grant ? (new(store, grant, lease, askedAt, time, logger), null) : (null, attempt.Refusal);
    }

    /// <summary>Asks the store whether the lock still stands, for a step that cannot be taken back.</summary>
    /// <returns>Null when it does; otherwise why the step must not be taken.</returns>
    public async Task<Reason?> ConfirmAsync()
    {
        // A proof from before is not enough: the store itself must answer.
        bool answered = Standing != LockStanding.Lost && await RenewAsync(CancellationToken.None);
        return Judge().Objection ?? (answered ? null : Unproven());
    }

    /// <summary>Whether a migration may be aborted: always safe for the guest, but not for somebody else's migration of it.</summary>
    /// <remarks>While nobody can be asked, the job that this process began and still waits for is its own.</remarks>
    public async Task<bool> MayAbortAsync()
    {
        if (Standing == LockStanding.Unproven)
            await RenewAsync(CancellationToken.None);
        return Standing != LockStanding.Lost;
    }

    /// <summary>Throws unless the lock stands; to be called on the very thread that changes something, right before.</summary>
    /// <exception cref="GuestLockLostException">It does not surely stand.</exception>
    public void Require()
    {
        if (Objection is { } reason)
            throw new GuestLockLostException(reason);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _renewal.DisposeAsync();

    private async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        lock (_gate)
            _attemptedAt = began;
        if (await _renewal.AskAsync(async bound => Settle(began, await _store.RenewAsync(_grant, _lease, bound)), cancellationToken) is not { } why)
            return true;
        if (cancellationToken.IsCancellationRequested)
            return false;
        lock (_gate)
            _trouble = why;
        LogNotRenewed(_grant.Claim.GuestName, why);
        return false;
    }

    private void Settle(long began, bool stands)
    {
        lock (_gate)
        {
            if (!stands)
                Lose("it lapsed before it was renewed");
            else if (began > _provenAt)
                _provenAt = began;
        }
    }

    private (LockStanding Standing, Reason? Objection) Judge()
    {
        lock (_gate)
        {
            if (_lost is not null)
                return (LockStanding.Lost, _lost);
            if (_time.GetElapsedTime(_provenAt) < _lease * Trusted)
                return (LockStanding.Held, null);
            if (_time.GetElapsedTime(_attemptedAt) < _lease)
                return (LockStanding.Unproven, Unproven());
            Lose("this process did not run for longer than its lease");
            return (LockStanding.Lost, _lost);
        }
    }

    private Reason Unproven() => new(ReasonCodes.CoordinationUnavailable, string.Create(
        CultureInfo.InvariantCulture, $"whether the guest's lock (token {Token}) still stands is unknown: {_trouble}"));

    private void Lose(string why)
    {
        if (_lost is not null)
            return;
        _lost = new(ReasonCodes.LockLost, string.Create(CultureInfo.InvariantCulture, $"the guest's lock (token {Token}) is lost: {why}; nothing more is changed under it"));
        LogLost(_grant.Claim.GuestName, Token, why);
    }

    [LoggerMessage(1, LogLevel.Warning, "The lock of guest {Guest} could not be renewed: {Why}")]
    private partial void LogNotRenewed(string guest, string why);

    [LoggerMessage(2, LogLevel.Error, "The lock of guest {Guest} (token {Token}) is lost: {Why}. From here on its migration is only watched")]
    private partial void LogLost(string guest, long token, string why);

    [LoggerMessage(3, LogLevel.Warning, "The lock of guest {Guest} could not be released and will lapse: {Why}")]
    private partial void LogNotReleased(string guest, string why);
}
