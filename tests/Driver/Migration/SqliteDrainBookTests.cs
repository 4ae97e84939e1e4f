using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class SqliteDrainBookTests : JournalFixture
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private FakeTimeProvider _time = null!;

    [SetUp]
    public void SetUp() => _time = new();

    [Test]
    public async Task TryTakeAsync_ManyAtOnce_GivesItToOneAndTellsTheOthersWho()
    {
        DrainAttempt[] attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => TakeAsync("n1", $"desk:{i}")));
        DrainGrant grant = attempts.Single(a => a.Grant is not null).Grant!;
        Reason refusal = attempts.First(a => a.Grant is null).Refusal!;
        Assert.That(refusal.Code, Is.EqualTo(ReasonCodes.NodeDraining));
        Assert.That(refusal.Message, Does.Contain(grant.Claim.Holder));
        Assert.That(await Open().StandingAsync(default), Is.EqualTo(new[] { new StandingDrain("n1", grant.Token, grant.Claim) }));
        Assert.That((await TakeAsync("n2", "desk:9")).Grant, Is.Not.Null, "another node");
    }

    [Test]
    public async Task RenewAsync_Lapsed_IsRefusedAndTheNextHasAGreaterToken()
    {
        DrainGrant old = (await TakeAsync("n1", "desk:1")).Grant!;
        _time.Advance(Lease / 2);
        Assert.That(await Open().RenewAsync(old, Lease, default), Is.True);
        _time.Advance(Lease);
        DrainGrant fresh = (await TakeAsync("n1", "desk:2")).Grant!;
        Assert.That(fresh.Token, Is.GreaterThan(old.Token));
        Assert.That(await Open().RenewAsync(old, Lease, default), Is.False);
        await Open().ReleaseAsync(old, default);
        Assert.That(await Open().RenewAsync(fresh, Lease, default), Is.True, "who lost it takes it from nobody");
        await Open().ReleaseAsync(fresh, default);
        Assert.That(await Open().StandingAsync(default), Is.Empty);
    }

    private Task<DrainAttempt> TakeAsync(string node, string holder) => Open().TryTakeAsync(new(node, holder, _time.GetUtcNow()), Lease, default);

    private SqliteDrainBook Open() => new(Database(), _time);
}
