using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Etcd;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

[TestFixture]
[CancelAfter(60_000)]
public sealed class EtcdBookTests : EtcdFixture
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task TryReserveAsync_ManyProcessesAtOnce_NeverPromiseTheSameMemoryTwice()
    {
        ByteCount?[] others = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ReserveAsync($"m{i}")));
        Assert.That(others.Count(o => o is null), Is.EqualTo(3), "three times 300 of 1000");
        Assert.That(await Peer().Reservations.StandingAsync(Claims.Host(2), At, default), Is.EqualTo(new ByteCount(900)));
        Assert.That(await Peer().Reservations.StandingAsync(Claims.Host(3), At, default), Is.EqualTo(ByteCount.Zero));
        Assert.That(await Peer().Reservations.StandingAsync(At, default), Is.EqualTo(new Dictionary<Guid, ByteCount> { [Claims.Host(2)] = new(900) }));
    }

    [Test]
    public async Task ReleaseAsync_OneOfSeveral_GivesBackThatOne()
    {
        await ReserveAsync("a");
        await ReserveAsync("b");
        await Peer().Reservations.ReleaseAsync("a", At, default);
        await Peer().Reservations.ReleaseAsync("never-made", At, default);
        Assert.That(await Peer().Reservations.CountStandingAsync(At, default), Is.EqualTo(1));
    }

    [Test]
    public async Task TryReserveAsync_Expired_LapsesByItself()
    {
        await Peer().Reservations.TryReserveAsync(new("a", Claims.Host(2), new(300), At, At.AddSeconds(2)), new(1000), default);
        await UntilAsync("lapsed", async () => await Peer().Reservations.CountStandingAsync(At, default) == 0);
    }

    [Test]
    public async Task StandingAsync_EntryCannotBeRead_IsLeftOut()
    {
        await ReserveAsync("a");
        foreach (string value in new[] { "garbage", "{\"migrationId\":\"x\",\"destination\":\"x\",\"bytes\":1,\"holder\":\"h\"}" })
            await Peer().Store.TransactAsync(new() { Success = { EtcdStore.Put($"{Prefix}reservations/{Claims.Host(2)}/x", EtcdStore.Bytes(value), 0) } }, default);
        Assert.That(await Peer().Reservations.StandingAsync(Claims.Host(2), At, default), Is.EqualTo(new ByteCount(300)));
    }

    [Test]
    public async Task Cordons_SetAndLifted_AreSeenByTheWholeFleet()
    {
        await Peer().Cordons.SetAsync(new("node2", "new memory", At), default);
        await Peer().Cordons.SetAsync(new("node2", null, At.AddHours(1)), default);
        Assert.That(await Peer().Cordons.AllAsync(default), Is.EqualTo(new[] { new Cordon("node2", "new memory", At) }));
        Assert.That((await Peer().Cordons.LiftAsync("node2", default), await Peer().Cordons.LiftAsync("node2", default)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Cordons_EntryCannotBeRead_IsACordonAllTheSame()
    {
        await Peer().Store.TransactAsync(new() { Success = { EtcdStore.Put($"{Prefix}cordons/node2", EtcdStore.Bytes("garbage"), 0) } }, default);
        Assert.That((await Peer().Cordons.AllAsync(default)).Single().Node, Is.EqualTo("node2"));
    }

    private Task<ByteCount?> ReserveAsync(string id) =>
        Peer().Reservations.TryReserveAsync(new(id, Claims.Host(2), new(300), At, At.AddMinutes(10)), new(1000), default);
}
