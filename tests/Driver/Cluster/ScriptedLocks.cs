using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Cluster;

/// <summary>A store of guest locks that a test breaks as it likes.</summary>
internal sealed class ScriptedLocks : IGuestLockStore
{
    private readonly TaskCompletionSource _refused = new();
    private readonly Lock _gate = new();

    /// <summary>Whether it answers at all.</summary>
    public volatile bool IsReachable = true;

    /// <summary>Whether renewals get an answer.</summary>
    public volatile bool IsRenewable = true;

    /// <summary>What renewals are answered.</summary>
    public volatile bool Stands = true;

    /// <summary>Why locks are refused; null when they are granted.</summary>
    public Reason? Refusal { get; set; }

    public Action OnTake { get; set; } = static () => { };

    public List<StandingLock> Standing { get; } = [];

    public List<GuestClaim> Claims { get; } = [];

    public List<long> Released { get; } = [];

    public int Renewals { get; private set; }

    /// <summary>Waits until a holder was told that its lock is gone; bounded.</summary>
    public void WaitUntilRefused() => Assert.That(_refused.Task.Wait(TimeSpan.FromSeconds(20)), Is.True, "nobody renews");

    public Task<LockAttempt> TryTakeAsync(GuestClaim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (!IsReachable)
            throw new CoordinationUnavailableException("etcd is on fire");
        OnTake();
        if (Refusal is { } refusal)
            return Task.FromResult(LockAttempt.Refused(refusal));
        Claims.Add(claim);
        return Task.FromResult(new LockAttempt(new LockGrant(claim, Claims.Count)));
    }

    public Task<bool> RenewAsync(LockGrant grant, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_gate)
            Renewals++;
        if (!IsReachable || !IsRenewable)
            throw new CoordinationUnavailableException("etcd is on fire");
        if (!Stands)
            _refused.TrySetResult();
        return Task.FromResult(Stands);
    }

    public Task ReleaseAsync(LockGrant grant, CancellationToken cancellationToken)
    {
        lock (_gate)
            Released.Add(grant.Token);
        return IsReachable ? Task.CompletedTask : throw new CoordinationUnavailableException("etcd is on fire");
    }

    public Task<IReadOnlyList<StandingLock>> StandingAsync(CancellationToken cancellationToken) =>
        IsReachable ? Task.FromResult<IReadOnlyList<StandingLock>>(Standing) : throw new CoordinationUnavailableException("etcd is on fire");
}
