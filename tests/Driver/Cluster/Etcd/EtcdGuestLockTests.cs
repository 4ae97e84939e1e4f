using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Etcd;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

[TestFixture]
[CancelAfter(60_000)]
public sealed class EtcdGuestLockTests : EtcdFixture
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(EtcdPeer.LeaseSeconds);

    [Test]
    public async Task TryTakeAsync_ManyProcessesAtOnce_GivesItToOneAndNamesItToTheOthers()
    {
        LockAttempt[] attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Peer().Locks.TryTakeAsync(Claims.Of(holder: $"node{i}:1"), Lease, default)));
        LockGrant winner = attempts.Single(a => a.Grant is not null).Grant!;
        Assert.That(attempts.Where(a => a.Grant is null).Select(a => a.Refusal!.Code), Has.All.EqualTo(ReasonCodes.GuestLocked));
        Assert.That(attempts.Where(a => a.Grant is null).Select(a => a.Refusal!.Message), Has.All.Contain(winner.Claim.Holder));
        Assert.That(await Peer().Locks.StandingAsync(default), Is.EqualTo(new[] { new StandingLock(Claims.Web, winner.Token, winner.Claim) }));
    }

    [Test]
    public async Task TryTakeAsync_AgainAndAgain_TokensGrow()
    {
        List<long> tokens = [];
        for (int i = 0; i < 5; i++)
        {
            await using GuestLock held = await Peer().TakeAsync();
            tokens.Add(held.Token);
        }

        Assert.That(tokens, Is.Ordered.And.Unique);
    }

    [Test]
    public async Task TakeAsync_HolderLives_KeepsItBeyondALease()
    {
        await using GuestLock held = await Peer().TakeAsync();
        await Task.Delay(2 * Lease);
        Assert.That((held.Standing, (await Peer().Locks.TryTakeAsync(Claims.Of(), Lease, default)).Refusal?.Code), Is.EqualTo((LockStanding.Held, ReasonCodes.GuestLocked)));
    }

    [Test]
    public async Task TakeAsync_HolderFrozenPastItsLease_IsWorthNothingAnyMore()
    {
        FrozenTime frozen = new();
        GuestLock old = await Peer().TakeAsync(time: frozen);
        LockAttempt? taken = null;
        await UntilAsync("lapsed", async () => (taken = await Peer().Locks.TryTakeAsync(Claims.Of(holder: "node2:1"), TimeSpan.FromMinutes(1), default)).Grant is not null);
        Assert.That(taken!.Grant!.Token, Is.GreaterThan(old.Token));

        // Its own clock says nothing yet: the store does.
        Assert.That(old.Standing, Is.EqualTo(LockStanding.Held));
        Assert.That((await old.ConfirmAsync())?.Code, Is.EqualTo(ReasonCodes.LockLost));
        Assert.That(await old.MayAbortAsync(), Is.False);
        await old.DisposeAsync();
        Assert.That((await Peer().Locks.StandingAsync(default)).Single().Token, Is.EqualTo(taken.Grant.Token), "the old holder removes nothing of the new one's");
    }

    [Test]
    public async Task ConfirmAsync_SomebodyRemovedTheKey_IsLostThoughTheLeaseStands()
    {
        await using GuestLock held = await Peer().TakeAsync();
        await Peer().Store.DeleteAsync($"{Prefix}guests/{Claims.Web}", default);
        Assert.That((await held.ConfirmAsync())?.Code, Is.EqualTo(ReasonCodes.LockLost));
    }

    [TestCase(3, null, null)]
    [TestCase(null, 3, null)]
    [TestCase(null, null, 3)]
    public async Task TryTakeAsync_ManyGuestsAtOnce_NeverExceedsALimit(int? all, int? from, int? to)
    {
        void Limit(CoordinationOptions options) => (options.MaxMigrations, options.MaxMigrationsFromNode, options.MaxMigrationsToNode) = (all, from, to);
        LockAttempt[] attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Peer(Limit).Locks.TryTakeAsync(Claims.Of(Guid.NewGuid()), Lease, default)));
        Assert.That(attempts.Count(a => a.Grant is not null), Is.EqualTo(3));
        Assert.That(attempts.Where(a => a.Grant is null).Select(a => a.Refusal!.Code), Has.All.EqualTo(ReasonCodes.MigrationLimit));
    }

    [Test]
    public async Task TryTakeAsync_TakeoverWhileTheLimitIsReached_IsGrantedAndCounts()
    {
        static void Limit(CoordinationOptions options) => options.MaxMigrations = 1;
        Assert.That((await Peer(Limit).Locks.TryTakeAsync(Claims.Of(Guid.NewGuid()), Lease, default)).Grant, Is.Not.Null);
        Assert.That((await Peer(Limit).Locks.TryTakeAsync(Claims.Of() with { IsTakeover = true }, Lease, default)).Grant, Is.Not.Null);
        Assert.That((await Peer().Locks.StandingAsync(default)).Select(l => l.Claim), Has.Member(Claims.Of()), "what others read is a claim like any other");
    }

    [Test]
    public async Task StandingAsync_EntryCannotBeRead_IsALockAllTheSame()
    {
        EtcdPeer peer = Peer();
        foreach (string value in new[] { "garbage", "{}", "null", "{\"guest\":7}" })
        {
            await peer.Store.TransactAsync(new() { Success = { EtcdStore.Put($"{Prefix}guests/{Claims.Web}", EtcdStore.Bytes(value), 0) } }, default);
            Assert.That((await peer.Locks.StandingAsync(default)).Single().Claim, Is.Null, value);
            Assert.That((await peer.Locks.TryTakeAsync(Claims.Of(), Lease, default)).Refusal?.Code, Is.EqualTo(ReasonCodes.GuestLocked), value);
        }
    }

    [Test]
    public async Task TryTakeAsync_FirstMemberIsDead_AsksTheNext()
    {
        LockAttempt attempt = await Peer(before: "http://127.0.0.1:9").Locks.TryTakeAsync(Claims.Of(), Lease, default);
        Assert.That(attempt.Grant, Is.Not.Null);
    }
}
