using System.Runtime.Versioning;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Tests.Cluster;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class SqliteGuestLockStoreTests : JournalFixture
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly CoordinationOptions _options = new();
    private FakeTimeProvider _time = null!;
    [SetUp]
    public void SetUp()
    {
        _time = new();
        _options.MaxMigrations = null;
    }

    [Test]
    public async Task TryTakeAsync_HeldByAnotherProcess_IsRefusedWithWhoHoldsIt()
    {
        LockGrant first = (await Open().TryTakeAsync(Claims.Of(holder: "node1:7"), Lease, default)).Grant!;
        LockAttempt second = await Open().TryTakeAsync(Claims.Of(holder: "node1:8"), Lease, default);
        Assert.That((second.Grant, second.Refusal!.Code), Is.EqualTo(((LockGrant?)null, ReasonCodes.GuestLocked)));
        Assert.That(second.Refusal!.Message, Does.Contain("node1:7"));
        Assert.That(await Open().StandingAsync(default), Is.EqualTo(new[] { new StandingLock(Claims.Web, first.Token, first.Claim) }));
    }

    [Test]
    public async Task TryTakeAsync_ManyAtOnce_GivesItToOne()
    {
        LockAttempt[] attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Open().TryTakeAsync(Claims.Of(holder: $"node1:{i}"), Lease, default)));
        Assert.That(attempts.Count(a => a.Grant is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task RenewAsync_Lapsed_IsRefusedEvenWhenNobodyTookIt()
    {
        LockGrant grant = (await Open().TryTakeAsync(Claims.Of(), Lease, default)).Grant!;
        _time.Advance(Lease);
        Assert.That(await Open().RenewAsync(grant, Lease, default), Is.False);
        Assert.That(await Open().StandingAsync(default), Is.Empty);
    }

    [Test]
    public async Task TryTakeAsync_AfterALapse_GivesAGreaterTokenAndTheOldOneIsWorthNothing()
    {
        LockGrant old = (await Open().TryTakeAsync(Claims.Of(), Lease, default)).Grant!;
        _time.Advance(Lease);
        LockGrant fresh = (await Open().TryTakeAsync(Claims.Of(), Lease, default)).Grant!;
        Assert.That(fresh.Token, Is.GreaterThan(old.Token));
        Assert.That(await Open().RenewAsync(old, Lease, default), Is.False);
        await Open().ReleaseAsync(old, default);
        Assert.That(await Open().RenewAsync(fresh, Lease, default), Is.True);
    }

    [Test]
    public async Task TryTakeAsync_ReleasedBefore_TokensStillGrow()
    {
        LockGrant first = (await Open().TryTakeAsync(Claims.Of(), Lease, default)).Grant!;
        await Open().ReleaseAsync(first, default);
        Assert.That((await Open().TryTakeAsync(Claims.Of(), Lease, default)).Grant!.Token, Is.GreaterThan(first.Token));
    }

    [Test]
    public async Task RenewAsync_InTime_StandsForAnotherLease()
    {
        LockGrant grant = (await Open().TryTakeAsync(Claims.Of(), Lease, default)).Grant!;
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(0.9 * Lease);
            Assert.That(await Open().RenewAsync(grant, Lease, default), Is.True);
        }
    }

    [Test]
    public async Task TryTakeAsync_LimitReached_IsRefused()
    {
        _options.MaxMigrations = 2;
        LockAttempt[] attempts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open().TryTakeAsync(Claims.Of(Guid.NewGuid()), Lease, default)));
        Assert.That(attempts.Count(a => a.Grant is not null), Is.EqualTo(2));
        Assert.That(attempts.Where(a => a.Grant is null).Select(a => a.Refusal!.Code), Has.All.EqualTo(ReasonCodes.MigrationLimit));
    }

    [Test]
    public async Task TryTakeAsync_TakeoverWhileTheLimitIsReached_IsGrantedAndCounts()
    {
        _options.MaxMigrations = 1;
        Assert.That((await Open().TryTakeAsync(Claims.Of(Guid.NewGuid()), Lease, default)).Grant, Is.Not.Null);
        Assert.That((await Open().TryTakeAsync(Claims.Of() with { IsTakeover = true }, Lease, default)).Grant, Is.Not.Null);
        Assert.That(await Open().StandingAsync(default), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task TryTakeAsync_TakeoverOfAGuestThatIsHeld_IsRefused()
    {
        await Open().TryTakeAsync(Claims.Of(), Lease, default);
        Assert.That((await Open().TryTakeAsync(Claims.Of() with { IsTakeover = true }, Lease, default)).Refusal?.Code, Is.EqualTo(ReasonCodes.GuestLocked));
    }

    private SqliteGuestLockStore Open() =>
        new(Database(), Options.Create(_options), _time);
}
