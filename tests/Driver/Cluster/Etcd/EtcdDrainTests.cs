using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Etcd;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

[TestFixture]
[CancelAfter(60_000)]
public sealed class EtcdDrainTests : EtcdFixture
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(EtcdPeer.LeaseSeconds);

    [Test]
    public async Task TryTakeAsync_ManyProcessesAtOnce_OneDrainsAndTheOthersAreToldWho()
    {
        DrainAttempt[] attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => TakeAsync("n1", $"desk:{i}")));
        DrainGrant grant = attempts.Single(a => a.Grant is not null).Grant!;
        Assert.That(attempts.Where(a => a.Grant is null).Select(a => a.Refusal!.Code), Has.Exactly(7).EqualTo(ReasonCodes.NodeDraining));
        Assert.That(attempts.First(a => a.Grant is null).Refusal!.Message, Does.Contain(grant.Claim.Holder));
        Assert.That(await Peer().Drains.StandingAsync(default), Is.EqualTo(new[] { new StandingDrain("n1", grant.Token, grant.Claim) }));
        Assert.That((await TakeAsync("n2", "desk:9")).Grant, Is.Not.Null, "another node");
    }

    [Test]
    public async Task RenewAsync_Lapsed_IsRefusedAndTheNextHasAGreaterToken()
    {
        DrainGrant old = (await TakeAsync("n1", "desk:1")).Grant!;
        Assert.That(await Peer().Drains.RenewAsync(old, Lease, default), Is.True);
        await UntilAsync("lapsed", async () => (await Peer().Drains.StandingAsync(default)).Count == 0);
        DrainGrant fresh = (await TakeAsync("n1", "desk:2")).Grant!;
        Assert.That(fresh.Token, Is.GreaterThan(old.Token));
        Assert.That(await Peer().Drains.RenewAsync(old, Lease, default), Is.False);
        await Peer().Drains.ReleaseAsync(old, default);
        Assert.That(await Peer().Drains.RenewAsync(fresh, Lease, default), Is.True, "who lost it takes it from nobody");
    }

    [Test]
    public async Task RenewAsync_KeyWasRemovedByHand_IsRefused()
    {
        DrainGrant grant = (await TakeAsync("n1", "desk:1")).Grant!;
        await Peer().Store.DeleteAsync($"{Prefix}drains/n1", default);
        Assert.That(await Peer().Drains.RenewAsync(grant, Lease, default), Is.False);
    }

    [Test]
    public async Task TryTakeAsync_EntryCannotBeRead_IsADrainAllTheSame()
    {
        await Peer().Store.TransactAsync(new() { Success = { EtcdStore.Put($"{Prefix}drains/n1", EtcdStore.Bytes("garbage"), 0) } }, default);
        Assert.That((await TakeAsync("n1", "desk:1")).Refusal!.Code, Is.EqualTo(ReasonCodes.NodeDraining));
        Assert.That((await Peer().Drains.StandingAsync(default)).Single().Claim, Is.Null);
    }

    private Task<DrainAttempt> TakeAsync(string node, string holder) =>
        Peer().Drains.TryTakeAsync(new(node, holder, new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero)), Lease, default);
}
