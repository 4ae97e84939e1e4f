using Microsoft.Extensions.Logging.Abstractions;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Tests.Monitoring;

namespace ShadowMig.Driver.Tests.Cluster;

[TestFixture]
[CancelAfter(30_000)]
public sealed class GuestLockTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private ScriptedLocks _store = null!;
    private TrackedTime _time = null!;

    [SetUp]
    public void SetUp() => (_store, _time) = (new(), new());

    [Test]
    public async Task Standing_RenewedInTime_IsHeldForLongerThanALease()
    {
        await using GuestLock held = await TakeAsync(_time);
        await PassAsync(60);
        Assert.That((held.Standing, held.Objection), Is.EqualTo((LockStanding.Held, (Reason?)null)));
        Assert.That(_store.Renewals, Is.EqualTo(12));
        Assert.That(held.Require, Throws.Nothing);
    }

    [Test]
    public async Task Standing_StoreOutOfReachForALease_IsUnprovenAndOnlyAnAbortIsAllowed()
    {
        await using GuestLock held = await TakeAsync(_time);
        _store.IsRenewable = false;
        await PassAsync(20);
        Assert.That(held.Standing, Is.EqualTo(LockStanding.Unproven));
        Assert.That((await held.ConfirmAsync())!.Code, Is.EqualTo(ReasonCodes.CoordinationUnavailable));
        Assert.That(held.Require, Throws.TypeOf<GuestLockLostException>());
        Assert.That(await held.MayAbortAsync(), Is.True);
    }

    [Test]
    public async Task Standing_StoreIsBackAndTheLockStillThere_IsHeldAgain()
    {
        await using GuestLock held = await TakeAsync(_time);
        _store.IsRenewable = false;
        await PassAsync(60);
        _store.IsRenewable = true;
        await PassAsync(5);
        Assert.That(held.Standing, Is.EqualTo(LockStanding.Held));
    }

    [Test]
    public async Task Standing_StoreSaysItIsGone_IsLostForGood()
    {
        await using GuestLock held = await TakeAsync(_time);
        _store.Stands = false;
        await PassAsync(5, renews: false);
        _store.Stands = true;
        await PassAsync(30, renews: false);
        Assert.That(held.Standing, Is.EqualTo(LockStanding.Lost));
        Assert.That((await held.ConfirmAsync())!.Code, Is.EqualTo(ReasonCodes.LockLost));
        Assert.That(await held.MayAbortAsync(), Is.False);
        Assert.That(_store.Renewals, Is.EqualTo(1), "a lost lock is not asked for again");
    }

    [Test]
    public async Task ConfirmAsync_LapsedSinceTheLastProof_IsNotTakenFromMemory()
    {
        await using GuestLock held = await TakeAsync(_time);
        _store.Stands = false;
        Assert.That(held.Standing, Is.EqualTo(LockStanding.Held));
        Assert.That((await held.ConfirmAsync())!.Code, Is.EqualTo(ReasonCodes.LockLost));
    }

    [Test]
    public async Task ConfirmAsync_ProvenJustNowButTheStoreFellSilent_IsNoProof()
    {
        await using GuestLock held = await TakeAsync(_time);
        _store.IsRenewable = false;
        Assert.That((await held.ConfirmAsync())!.Code, Is.EqualTo(ReasonCodes.CoordinationUnavailable));
    }

    [Test]
    public async Task Standing_FrozenForALease_IsLostWithoutAsking()
    {
        FrozenTime frozen = new();
        GuestLock held = await TakeAsync(frozen);
        frozen.Pass(Lease);
        Assert.That(held.Standing, Is.EqualTo(LockStanding.Lost));
        Assert.That(held.Require, Throws.TypeOf<GuestLockLostException>());
        Assert.That(await held.MayAbortAsync(), Is.False);
        Assert.That((await held.ConfirmAsync())!.Code, Is.EqualTo(ReasonCodes.LockLost));
        Assert.That(_store.Renewals, Is.Zero);
    }

    [Test]
    public async Task Standing_FrozenForLessThanALease_IsHeld()
    {
        FrozenTime frozen = new();
        GuestLock held = await TakeAsync(frozen);
        frozen.Pass(0.8 * Lease);
        Assert.That(held.Standing, Is.EqualTo(LockStanding.Held));
    }

    [Test]
    public async Task TakeAsync_SomebodyHasIt_SaysWhy()
    {
        _store.Refusal = new(ReasonCodes.GuestLocked, "node9:42");
        (GuestLock? held, Reason? refusal) = await GuestLock.TakeAsync(_store, Claims.Of(), Lease, _time, NullLogger.Instance, default);
        Assert.That((held, refusal), Is.EqualTo(((GuestLock?)null, _store.Refusal)));
    }

    [Test]
    public async Task DisposeAsync_StoreOutOfReach_EndsAllTheSame()
    {
        GuestLock held = await TakeAsync(_time);
        _store.IsReachable = false;
        await held.DisposeAsync();
        Assert.That(_store.Released, Is.EqualTo(new[] { held.Token }));
        await PassAsync(60, renews: false);
        Assert.That(_store.Renewals, Is.Zero, "nobody renews any more");
    }

    /// <summary>Lets time pass by steps of a renewal, and waits for the holder to have done with each.</summary>
    private async Task PassAsync(int seconds, bool renews = true)
    {
        for (int passed = 0; passed < seconds; passed += 5)
        {
            _time.Advance(Lease / 3);
            await TrackedTime.UntilSteady(() => _time.Waits(Lease / 3) == (renews ? 1 : 0), TestContext.CurrentContext.CancellationToken);
        }
    }

    private async Task<GuestLock> TakeAsync(TimeProvider time) =>
        (await GuestLock.TakeAsync(_store, Claims.Of(), Lease, time, NullLogger.Instance, default)).Lock!;
}
