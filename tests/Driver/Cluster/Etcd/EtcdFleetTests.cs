using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Etcd;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

[TestFixture]
[CancelAfter(60_000)]
public sealed class EtcdFleetTests : EtcdFixture
{
    [Test]
    public async Task Election_SeveralServices_OneLeadsAndHandsOverWhenItLeaves()
    {
        EtcdMember a = Peer().Member("a", 1);
        EtcdMember b = Peer().Member("b", 2);
        await Task.WhenAll(a.BeatAsync(default), b.BeatAsync(default));
        Assert.That(a.IsLeader, Is.Not.EqualTo(b.IsLeader));

        (EtcdMember leader, EtcdMember other) = a.IsLeader ? (a, b) : (b, a);
        await leader.LeaveAsync();
        Assert.That(leader.IsLeader, Is.False);
        await other.BeatAsync(default);
        Assert.That(other.IsLeader, Is.True);
        await other.LeaveAsync();
        Assert.That((await Peer().Directory.ReadAsync(default))!.Nodes, Is.Empty, "who leaves is not silent");
    }

    [Test]
    public async Task Election_LeaderFrozen_IsSucceededAndKnowsIt()
    {
        FrozenTime frozen = new();
        EtcdMember old = Peer().Member("a", 1, frozen);
        EtcdMember next = Peer().Member("b", 2);
        await old.BeatAsync(default);
        Assert.That(old.IsLeader, Is.True);
        await UntilAsync("succeeded", async () =>
        {
            await next.BeatAsync(default);
            return next.IsLeader;
        });
        FleetState fleet = (await Peer().Directory.ReadAsync(default))!;
        Assert.That(fleet.Leader, Is.EqualTo("b"));
        Assert.That(fleet.Nodes.Select(n => (n.Node.Name, n.IsSilent)), Is.EqualTo(new[] { ("a", true), ("b", false) }));

        frozen.Pass(TimeSpan.FromSeconds(EtcdPeer.LeaseSeconds));
        Assert.That(old.IsLeader, Is.False, "by its own clock, before it asks anybody");
        await old.BeatAsync(default);
        Assert.That((old.IsLeader, next.IsLeader), Is.EqualTo((false, true)));
        Assert.That((await Peer().Directory.ReadAsync(default))!.Nodes.Select(n => n.IsSilent), Has.All.False);
    }

    [Test]
    public async Task Directory_PublishedNode_IsGivenBackWhole()
    {
        await Peer().Member("a", 1).BeatAsync(default);
        PublishedNode node = (await Peer().Directory.ReadAsync(default))!.Nodes.Single();
        Assert.That(node.Node, Is.EqualTo(new NodeAdvertisement(
            "a", "qemu+tls://a/system", Claims.Host(1), "1.2.3", DateTimeOffset.UnixEpoch, 0.5, 100, 60, 3, false)));
    }

    [TestCase("garbage")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{\"name\":null,\"uri\":\"x\",\"hostUuid\":\"x\"}")]
    public async Task Directory_ValueCannotBeRead_IsReportedAndLeftOut(string value)
    {
        EtcdPeer peer = Peer();
        await peer.Member("a", 1).BeatAsync(default);
        await peer.Store.TransactAsync(new() { Success = { EtcdStore.Put($"{Prefix}nodes/x", EtcdStore.Bytes(value), 0) } }, default);
        FleetState fleet = (await peer.Directory.ReadAsync(default))!;
        Assert.That(fleet.Nodes.Select(n => n.Node.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(fleet.Problems.Single(), Does.Contain("nodes/x"));
    }
}
